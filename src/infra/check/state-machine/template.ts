import type { ConfigPath } from '../../../load/document'
import { isObject } from '../../../load/document'

/** The JSONata of `{% … %}`; `undefined` where a text is no expression. */
export function expressionText(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined
}

/** Whether a text was meant as an expression, and is none. */
export function isBrokenExpression(text: string): boolean {
  if (expressionText(text) !== undefined) return false
  const trimmed = text.trim()
  return trimmed.startsWith('{%') || trimmed.endsWith('%}')
}

/** All texts inside of a value, keys excluded, and all of its keys. */
export function walkTemplate(
  value: unknown,
  path: ConfigPath,
  visit: { text(text: string, path: ConfigPath): void; key?(key: string, path: ConfigPath): void },
): void {
  if (typeof value === 'string') visit.text(value, path)
  else if (Array.isArray(value)) value.forEach((item, index) => void walkTemplate(item, [...path, index], visit))
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      visit.key?.(key, [...path, key])
      walkTemplate(inner, [...path, key], visit)
    }
  }
}
