import { contains } from '../../syntax/nodes'
import type { Refusal, TransformContext } from '../transform'
import type { ReadSite } from './read-site'

/** Sites of one callee that cannot be rewritten together with others of it; by the index of the site. */
export function conflictsAmong(context: TransformContext, read: readonly ReadSite[]): Map<number, Refusal> {
  const refusals = new Map<number, Refusal>()
  const refuse = ({ index, site }: ReadSite, code: Refusal['code'], message: string): void => {
    // a call of a helper stands for the call in it
    const { module, line } = context.sites[index] ?? site
    refusals.set(index, { code, message, file: module.file, line })
  }
  for (const entry of read) {
    const { follows } = entry
    if (follows === undefined || read.some(({ index }) => index === follows)) continue
    refuse(entry, 'through-wrapper', 'The call in the helper is not rewritten.')
  }
  for (const entry of read) {
    const { site } = entry
    const inner = read.find((other) => other.site.call !== site.call && contains(site.call, other.site.call))
    if (!inner) continue
    refuse(
      entry,
      'edit-conflict',
      'The payload is made by another call of the same function, which is rewritten first.',
    )
  }
  const asking = read.find(({ index, answer }) => answer.needsPromise === true && !refusals.has(index))
  for (const entry of read) {
    if (!entry.answer.taken || !asking) continue
    const { file } = asking.site.module
    const message = `The answer goes to a callback, and ${file} takes a promise of it: the function is async.`
    refuse(entry, 'response-form', message)
  }
  return refusals
}
