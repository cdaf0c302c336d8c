import type { ts } from 'ts-morph'

/** Words for effects: the rest of a sentence that begins with the callee. */

const MAX_SHOWN = 40

/** Says of a value that it is changed: an invocation gives a callee nothing that others hold. */
export function notItsOwn(target: ts.Expression, method?: string): string {
  const text = target.getText().replace(/\s+/g, ' ')
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text
  return `it changes "${shown}"${method === undefined ? '' : ` with "${method}"`}, which it is not known to have made itself`
}

export function unknownMethod(name: string): string {
  return `it calls the method "${name}", and what that does is not known`
}

export function unknownClass(name: string): string {
  return `it makes a "${name}", and what that does is not known`
}
