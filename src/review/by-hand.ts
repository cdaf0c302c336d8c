import type { PlannedRefusal } from '../plan/document'

/** What a refusal leaves to a person in the configuration: where, and the exact text. */
export function byHandText({ byHand = [] }: PlannedRefusal): string | undefined {
  if (byHand.length === 0) return undefined
  return byHand
    .map(({ action, file, path, text }) => {
      if (action === 'remove') return `Remove ${path} from ${file}.`
      return `Add to ${path || 'the top level'} in ${file}:\n${text}`
    })
    .join('\n')
}
