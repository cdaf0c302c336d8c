import { type ConfigObject, isObject } from '../../../load/document'
import type { ServiceFunction } from '../../../load/service'
import type { TemplateBuilder } from '../builder'
import type { Shape } from '../shape'

/** One event of a function. */
export interface EventEntry {
  readonly fn: ServiceFunction
  /** Value of the event, coerced: what stands after `- sqs:`. */
  readonly event: unknown
  /** 1-based index among all events of the function. */
  readonly position: number
  /** 1-based index among the function's events of this type. */
  readonly ordinal: number
}

/** A type of event: how it is written, and what it compiles to. */
export interface EventType {
  /** The key in `events`. */
  readonly type: string
  readonly shape: Shape
  /** Adds the resources of all events of this type in the service; called without any, too. */
  compile(builder: TemplateBuilder, events: readonly EventEntry[]): void
}

/** An intrinsic function of CloudFormation, which only the deployment evaluates. */
export function isIntrinsic(value: unknown): value is ConfigObject {
  if (!isObject(value)) return false
  const [key, ...rest] = Object.keys(value)
  return rest.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'))
}

/** The text, or that of what should be one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
}

/** Text of one line: the packager drops line breaks in names. */
export function lineOf(value: unknown): string {
  return textOf(value).replace(/\r?\n/g, '')
}

/** Events by function, in the order of the functions. */
export function byFunction(events: readonly EventEntry[]): EventEntry[][] {
  const groups = new Map<string, EventEntry[]>()
  for (const entry of events) {
    const group = groups.get(entry.fn.key)
    if (group) group.push(entry)
    else groups.set(entry.fn.key, [entry])
  }
  return [...groups.values()]
}
