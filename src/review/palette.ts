import { styleText } from 'node:util'

/** Colours for terminal output. Renderers are given one; they never look at the terminal themselves. */
export interface Palette {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
}

const plain = (text: string) => text

export const noColors: Palette = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain }

type Style = Parameters<typeof styleText>[0]

const styled = (style: Style) => (text: string) => styleText(style, text, { validateStream: false })

export const ansiColors: Palette = {
  bold: styled('bold'),
  dim: styled('dim'),
  red: styled('red'),
  green: styled('green'),
  yellow: styled('yellow'),
  cyan: styled('cyan'),
}
