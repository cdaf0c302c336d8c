import type { Verdict } from '../advise/advice'
import { eventBridge } from './event-bridge'
import { inline } from './inline'
import { sns } from './sns'
import { sqs } from './sqs'
import { stepFunctions } from './step-functions'
import type { Transform } from './transform'

/** All transforms, in the order in which they are tried. A verdict without one is advice only. */
export const transforms: readonly Transform[] = [inline, stepFunctions, sns, eventBridge, sqs]

export function transformFor(verdict: Verdict): Transform | undefined {
  return transforms.find((transform) => transform.name === verdict)
}
