import { asArray, asObject, type ConfigPath } from '../../load/document'
import type { Service } from '../../load/service'
import type { InfraChange } from './change'

/** Where packages are named that esbuild leaves out of a bundle: of the plugin, and of newer frameworks. */
const LISTS: readonly ConfigPath[] = ['exclude', 'external'].flatMap((name) => [
  ['custom', 'esbuild', name],
  ['build', 'esbuild', name],
])

/** The lists of a service that leave `like` out of its bundles, but not yet `add`. */
export function bundlerLists(service: Pick<Service, 'data'>, like: string, add: string): ConfigPath[] {
  return LISTS.filter((path) => {
    const list = asArray(path.reduce<unknown>((node, step) => asObject(node)[step], service.data))
    return list.includes(like) && !list.includes(add)
  })
}

/** The client of another service is left out of bundles where that of Lambda is: the runtime has both. */
export function leftOutOfBundles(service: Service, add: string): InfraChange[] {
  const like = '@aws-sdk/client-lambda'
  return bundlerLists(service, like, add).length > 0 ? [{ kind: 'leave-out-of-bundle', like, add }] : []
}
