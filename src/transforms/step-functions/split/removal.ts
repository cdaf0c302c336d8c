import { droppedHandler } from '../../shared/dropped-handler'
import type { Proposal, TransformContext } from '../../transform'
import type { SplitFunction } from './candidates'

/** A function whose steps stand in a workflow goes, and its file where nothing else stands in it. */
export function removalOf(
  { services, imports }: TransformContext,
  splits: readonly SplitFunction[],
): Pick<Proposal, 'files' | 'deleted' | 'infra'> {
  const gone = new Set(splits.map(({ ref }) => ref.function))
  const isGone = ({ module }: SplitFunction) => {
    const { file } = module
    const others = services.some((service) =>
      service.functions.some((fn) => fn.handler?.file === file && !gone.has(fn)),
    )
    const exported = splits.filter((other) => other.module === module).length
    const isAlone = module.exports.named.size === exported && module.exports.stars.length === 0
    return isAlone && !others && imports.importersOf(file).length === 0
  }
  return {
    files: splits.filter((split) => !isGone(split)).map(({ module, form }) => droppedHandler(module, form)),
    deleted: [...new Set(splits.filter(isGone).map(({ module }) => module.file))],
    infra: splits.map(({ ref }) => ({
      service: ref.service,
      change: { kind: 'remove-function', function: ref.function.key },
    })),
  }
}
