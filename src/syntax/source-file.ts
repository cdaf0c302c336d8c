import { extensionOf } from '../workspace/paths'

/** What the name of a file says of it; the parser is not needed for that. */

/** Extensions that hold handler source. */
export const SOURCE_EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const

export function isSourceFile(file: string): boolean {
  return (SOURCE_EXTENSIONS as readonly string[]).includes(extensionOf(file)) && !/\.d\.[cm]?ts$/.test(file)
}

export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file)
}
