import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { FileChange } from '../file-change'
import type { QueueOptions } from '../options'
import { checkFramework } from '../shared/tools'
import type { TransformContext } from '../transform'
import { queueOptionsOf } from './batch'
import { rewriteCallee } from './callee'
import { eventFeatures } from './infra'
import { checkLift, liftNames } from './lift'
import { type QueueNames, queueNames } from './names'
import { knownVariable, nameOfHandler, queuedWithHandler } from './shared-handler'

/** The callee's half, with the names and the options of its queue. */
export interface Consumer {
  readonly names: QueueNames
  /** How the queue is read. */
  readonly queue: QueueOptions
  /** What becomes of the handler: nothing where it takes no event, or knows records already. */
  readonly change: FileChange | undefined
  /** Whether the handler reads the ARN of its queue. */
  readonly isAdapted: boolean
}

/**
 * Makes the callee's half. Functions that share a handler share what it becomes.
 * @throws Refused
 */
export function consumerOf(context: TransformContext, site: InvokeSite, callee: FunctionRef): Consumer {
  const alike = queuedWithHandler(context, callee)
  const queue = queueOptionsOf(context.options.queue, alike)
  const isLift = queue.lift
  if (isLift) checkLift(context, site, callee)
  checkFramework(context, site, callee, eventFeatures(callee.function, queue))
  const isShared = alike.length > 1
  const known = queue.batchSize === 1 ? knownVariable(context, callee) : undefined
  const named = (isLift ? liftNames : queueNames)(context, callee, isShared)
  const names = known === undefined ? named : { ...named, arnVariable: known }
  const change =
    known === undefined
      ? rewriteCallee(context, site, callee, {
          key: isShared ? nameOfHandler(callee.function) : callee.function.key,
          arnVariable: names.arnVariable,
          isBatch: queue.batchSize > 1,
          isAnswerRead: isLift,
        })
      : undefined
  return { names, queue, change, isAdapted: change !== undefined || known !== undefined }
}
