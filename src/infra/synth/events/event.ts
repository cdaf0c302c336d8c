import type { ServiceFunction } from '../../../load/service'
import { getAtt } from '../../template'
import type { TemplateBuilder } from '../builder'

/** What an event compiler works on. */
export interface EventContext {
  readonly builder: TemplateBuilder
  readonly fn: ServiceFunction
  /** Value of the event: what stands after `- sqs:`. */
  readonly event: unknown
  /** 1-based index among all events of the function. */
  readonly position: number
  /** 1-based index among the events of this type. */
  readonly ordinal: number
}

/** Adds the resources of one event. */
export type EventCompiler = (context: EventContext) => void

/** What every event points at. */
export function targetArn(fn: ServiceFunction): unknown {
  return getAtt(fn.logicalId)
}

/** Allows a service to invoke the function. */
export function permission(fn: ServiceFunction, principal: string, sourceArn: unknown) {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: targetArn(fn),
      Action: 'lambda:InvokeFunction',
      Principal: principal,
      SourceArn: sourceArn,
    },
  }
}
