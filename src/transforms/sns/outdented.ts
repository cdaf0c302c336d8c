import type { SourceModule } from '../../syntax/module'
import { indentAt } from '../../syntax/style'

/** Moves the further lines of a text to the left, by as much as it moves as a whole. */
export function outdented({ text: whole }: SourceModule, text: string, from: number, to: number): string {
  const extra = indentAt(whole, from).slice(indentAt(whole, to).length)
  // lines of a template literal are its value
  if (extra === '' || text.includes('`')) return text
  return text.replaceAll(new RegExp(`^(${indentAt(whole, to)})${extra}`, 'gm'), '$1')
}
