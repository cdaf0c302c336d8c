import type { InvokeSite } from '../../../scan/site'
import { resolvedCallee } from '../../shared/target'
import type { TransformContext } from '../../transform'
import { fifoOf } from '../fifo'
import { type Gathering, gatheringOf } from './gathering'
import { hasSharedClient } from './rewrite'

/**
 * What gathers the messages of a site into batches, where that is asked for: else why they go one by one, or nothing
 * where nothing gathers them.
 */
export function batchOf(context: TransformContext, site: InvokeSite): Gathering | string | undefined {
  if (!context.options.queue.batchSends || site.kind !== 'direct') return undefined
  const gathering = gatheringOf(site)
  if (gathering === undefined || typeof gathering === 'string') return gathering
  if (fifoOf(context.options.queue, resolvedCallee(site).ref.function.key)) return 'their queue is a FIFO queue'
  if (gathering.list && listedSites(context, gathering).length !== gathering.list.elements.length)
    return 'what is gathered is not all for one queue'
  return hasSharedClient(context, site) ? gathering : 'their client is made where it is used'
}

/** The sites of a list of calls that go to one callee. */
export function listedSites({ sites, advice }: TransformContext, { list }: Gathering): number[] {
  if (!list) return []
  const found = sites.flatMap((site, index) => {
    const gathering = site.kind === 'direct' && advice[index]?.verdict === 'sqs' ? gatheringOf(site) : undefined
    return typeof gathering === 'object' && gathering.list === list ? [index] : []
  })
  const keys = found.map((index) => calleeOf(sites[index]))
  return keys.every((key) => key !== undefined && key === keys[0]) ? found : []
}

function calleeOf(site: InvokeSite | undefined): string | undefined {
  return site?.target.status === 'resolved' ? site.target.ref.function.key : undefined
}
