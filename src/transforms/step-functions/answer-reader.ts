import type { FunctionRef, ServiceFunction } from '../../load/service'
import { isTestFile } from '../../scan/test-file'
import { handlerImporters } from '../shared/handler-importers'
import { mayTarget, mentionsOf } from '../shared/mentions'
import type { TransformContext } from '../transform'
import { isUsedInFile } from './used-in-file'

/**
 * Events that Lambda takes into a queue of its own: whoever sent them never gets the answer. Source: "Invoking Lambda with
 * events from other AWS services" of the developer guide.
 */
const ASYNCHRONOUS = new Set(['schedule', 's3', 'sns', 'eventBridge', 'cloudwatchEvent', 'cloudwatchLog', 'iot'])

/** Events that Lambda fetches for a function: it deletes them, or goes on behind them, when the function has ended well. */
const FETCHED = new Set(['sqs', 'stream', 'kafka', 'msk', 'activemq', 'rabbitmq'])

/**
 * Who may read what a handler answers; `undefined` where only asynchronous events and invocations bring it about, and at
 * least one of them is known. The answer is for people.
 */
export function answerReader(context: TransformContext, caller: FunctionRef): string | undefined {
  const { function: fn } = caller
  const sites = context.sites.filter((site) => !site.isTest && mayCall(site.target, caller))
  const waiting = sites.find(({ invocation }) => invocation !== 'async' && invocation !== 'dry-run')
  if (waiting) return `the call at ${waiting.module.file}:${waiting.line} may wait for it`
  const reader = readerOfEvents(fn) ?? mentionsOf(context, caller)[0]
  if (reader !== undefined) return reader
  if (!fn.handler) return 'its handler cannot be read'
  const [importer] = handlerImporters(context, fn.handler.file, fn.handler.export).filter(
    ({ file }) => !isTestFile(file),
  )
  if (importer) return `${importer.file} imports its handler`
  const module = context.evaluator.program.module(fn.handler.file)
  if (!module || isUsedInFile(module, fn.handler.export)) return 'its file uses the handler itself'
  const isTriggered = fn.events.length > 0 || sites.some(({ invocation }) => invocation === 'async')
  return isTriggered ? undefined : 'nothing in the repository tells who invokes it'
}

type Target = TransformContext['sites'][number]['target']

/** Whether a call reaches a function, or may for all that is known. What a helper is given is known where it is called. */
function mayCall(target: Target, caller: FunctionRef): boolean {
  if (target.status === 'unresolved') return target.code !== 'callee-is-parameter'
  return mayTarget(target, caller)
}

function readerOfEvents({ data, events }: ServiceFunction): string | undefined {
  if (data.url !== undefined) return 'its URL gives it'
  const isKnown = Array.isArray(data.events ?? [])
  const types = events.map((event) => Object.keys(event)[0])
  if (!isKnown || types.includes(undefined)) return 'an event that is not known may give it'
  const fetched = types.find((type) => type !== undefined && FETCHED.has(type))
  if (fetched !== undefined) return `a record of "${fetched}" is done when the handler has ended well`
  const answered = types.find((type) => type !== undefined && !ASYNCHRONOUS.has(type))
  return answered === undefined ? undefined : `an event of "${answered}" may give it`
}
