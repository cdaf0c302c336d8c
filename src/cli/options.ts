import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { LoadOptions } from '../load/build-service'
import { isObject } from '../load/document'
import { UserError } from '../messages/user-error'
import type { AdviseOptions } from '../plan/analyze'
import type { FifoRequest, PlanOptions } from '../transforms/options'
import { parseJson } from '../workspace/json'

/** Options of every command that reads a repository. */
export interface RepositoryFlags {
  readonly stage?: string
  readonly region?: string
  readonly param?: readonly string[]
  readonly envFile?: string
  readonly dotenv?: string
}

/** Options of every command that looks for calls. */
export interface AnalysisFlags extends RepositoryFlags {
  readonly override?: readonly string[]
  readonly durations?: string
}

/** Options of `plan` and `apply`. */
export interface PlanFlags extends AnalysisFlags {
  readonly errors: 'propagate' | 'preserve'
  readonly trustTypes: boolean
  readonly keepCallees?: boolean
  readonly copyEnv: boolean
  readonly style: PlanOptions['style']
  readonly glue: boolean
  readonly awsRetries?: boolean
  readonly workflowType: PlanOptions['workflowType']
  readonly eventRetries: boolean
  readonly unreadIsAsync?: boolean
  readonly bus?: string
  readonly detailType?: readonly string[]
  readonly batchSize: number
  readonly batchWindow: number
  readonly batch?: boolean
  readonly alarms?: boolean
  readonly alarmsTo?: string
  readonly moveAsyncSettings?: boolean
  readonly escapeCharacters?: boolean
  readonly fifo: readonly FifoRequest[]
  readonly strict?: boolean
}

export function repositoryOptions(command: Command): Command {
  return (
    command
      .argument('[paths...]', 'folders of the repository', ['.'])
      .option('--stage <name>', 'stage that variables are resolved for (default: provider.stage, else dev)')
      .option('--region <name>', 'region that variables are resolved for')
      .option('--param <key=value>', 'parameter of the service; may be repeated', collectParam, [])
      .option('--dotenv <file>', 'file of KEY=value lines for ${env:…}')
      // Node 20 takes an option of this name for its own, wherever it stands: it ends with 9 where the file is missing
      .option('--env-file <file>', 'the same; Node itself reads the file too, and must find it')
  )
}

export function analysisOptions(command: Command): Command {
  return repositoryOptions(command)
    .option(
      '--override <selector=verdict>',
      'verdict for a place (file, glob, file:line) or a callee; may be repeated',
      collectOverride,
      [],
    )
    .option('--durations <file>', 'JSON of function key to milliseconds of its own work, for the billing figures')
}

export function planOptions(command: Command): Command {
  return analysisOptions(command)
    .addOption(
      new Option('--errors <mode>', "what becomes of a callee's error after a rewrite")
        .choices(['propagate', 'preserve'])
        .default('propagate'),
    )
    .option('--no-trust-types', 'do not simplify by declared types')
    .option('--keep-callees', 'keep an inlined callee as a thin wrapper')
    .option(
      '--no-glue',
      'refuse a chain with code that has no form in a state machine, rather than give that a function',
    )
    .option('--no-copy-env', 'do not copy variables that an inlined callee alone has to its callers')
    .addOption(
      new Option('--style <style>', 'how new infrastructure is written')
        .choices(['default', 'cloudformation', 'lift'])
        .default('default'),
    )
    .option('--aws-retries', 'let tasks of state machines be tried again where Lambda itself failed, as AWS recommends')
    .addOption(
      new Option('--workflow-type <type>', 'what the state machine of a handler is whose answer nobody reads')
        .choices(['auto', 'express', 'standard'])
        .default('auto'),
    )
    .option('--no-event-retries', 'let an event be tried once where its workflow, a Standard execution, fails')
    .option('--unread-is-async', 'let a synchronous call whose answer nobody reads become asynchronous')
    .option('--bus <arn>', 'bus that events are put to (default: the default bus of the account)', busArn)
    .option('--detail-type <callee=type>', 'detail type of the events for a callee; may be repeated', collectParam, [])
    .option('--batch-size <n>', 'records that the consumer of a queue takes at once', numberFrom(1, 10_000), 1)
    .option('--batch-window <seconds>', 'how long a batch may wait to be filled', numberFrom(0, 300), 0)
    .option('--batch', 'send messages that one Promise.all waits for ten at a time')
    .option('--alarms', 'give each dead-letter queue an alarm, which tells whom the alarms of the service tell')
    .option('--alarms-to <topic|mail>', 'the same, which tells a topic (its ARN) or a mail address', alarmTarget)
    .option(
      '--move-async-settings',
      'let the queue stand for "maximumEventAge", "onError" and "destinations.onFailure" of the callee: it deletes what is too old without a word, and failures go to its dead-letter queue only',
    )
    .option(
      '--escape-characters',
      'write U+FFFE and U+FFFF in messages as escapes, which SQS does not take as they are',
    )
    .option(
      '--fifo <callee=group[;deduplication]>',
      'a FIFO queue before a callee, with the ids of its messages as expressions at the calls; may be repeated',
      collectFifo,
      [],
    )
    .option('--strict', 'exit with 1 when a site is refused')
}

function collectFifo(value: string, previous: readonly FifoRequest[]): FifoRequest[] {
  const [, callee, group, deduplication] = /^([\w-]+)=([^;]+)(?:;(.+))?$/.exec(value) ?? []
  if (callee === undefined || group === undefined)
    throw new InvalidArgumentError('It takes the form callee=group or callee=group;deduplication.')
  return [...previous, { callee, group: group.trim(), deduplication: deduplication?.trim() }]
}

function numberFrom(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (!Number.isInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`)
    return number
  }
}

function collectOverride(value: string, previous: readonly string[]): string[] {
  if (!/^.+=[\w-]+$/.test(value)) throw new InvalidArgumentError('It takes the form selector=verdict.')
  return [...previous, value]
}

function busArn(value: string): string {
  if (!/^arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/[\w./-]+$/.test(value)) {
    throw new InvalidArgumentError('It takes the ARN of a bus that exists.')
  }
  return value
}

function alarmTarget(value: string): string {
  if (!/^(arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+|[^\s@:]+@[^\s@:]+\.[^\s@:]+)$/.test(value))
    throw new InvalidArgumentError('It takes the ARN of a topic that exists, or a mail address.')
  return value
}

function collectParam(value: string, previous: readonly string[]): string[] {
  if (!/^[^=]+=/.test(value)) throw new InvalidArgumentError('It takes the form key=value.')
  return [...previous, value]
}

function pairsOf(texts: readonly string[]): [string, string][] {
  return texts.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
}

export function loadOptionsOf(flags: RepositoryFlags, cwd: string): LoadOptions {
  const params = pairsOf(flags.param ?? [])
  const envFile = flags.dotenv ?? flags.envFile
  return {
    stage: flags.stage,
    region: flags.region,
    params: new Map(params),
    env: envFile === undefined ? new Map() : readEnvFile(resolve(cwd, envFile), envFile),
  }
}

/** @throws UserError where the file of durations cannot be read. */
export function adviseOptionsOf(
  { override = [], durations, trustTypes = true }: AnalysisFlags & Partial<Pick<PlanFlags, 'trustTypes'>>,
  cwd: string,
): AdviseOptions {
  return {
    overrides: override,
    trustTypes,
    durations: durations === undefined ? new Map() : readDurations(resolve(cwd, durations), durations),
  }
}

function readDurations(path: string, shown: string): Map<string, number> {
  const data = parseJson(readText(path, shown))
  const entries = isObject(data) ? Object.entries(data) : []
  const isRight = entries.length > 0 && entries.every(([, ms]) => typeof ms === 'number' && ms >= 0)
  if (!isRight) {
    const form = '{ "createOrder": 100 }'
    throw new UserError('durations-invalid', `"${shown}" must be JSON of function keys and milliseconds: ${form}.`)
  }
  return new Map(entries as [string, number][])
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UserError('path-missing', `"${shown}" cannot be read: ${(error as Error).message}`)
  }
}

export function planOptionsOf(flags: PlanFlags): PlanOptions {
  return {
    errors: flags.errors,
    trustTypes: flags.trustTypes,
    keepCallees: flags.keepCallees === true,
    copyEnv: flags.copyEnv,
    style: flags.style,
    glue: flags.glue,
    awsRetries: flags.awsRetries === true,
    workflowType: flags.workflowType,
    eventRetries: flags.eventRetries,
    unreadIsAsync: flags.unreadIsAsync === true,
    bus: flags.bus,
    detailTypes: Object.fromEntries(pairsOf(flags.detailType ?? [])),
    queue: {
      batchSize: flags.batchSize,
      // a batch of more than ten needs time to fill
      batchWindow: flags.batchSize > 10 ? Math.max(1, flags.batchWindow) : flags.batchWindow,
      batchSends: flags.batch === true,
      lift: flags.style === 'lift',
      alarms: flags.alarms === true || flags.alarmsTo !== undefined,
      alarmsTo: flags.alarmsTo,
      moveAsyncSettings: flags.moveAsyncSettings === true,
      escapeCharacters: flags.escapeCharacters === true,
      fifo: flags.fifo,
    },
  }
}

function readEnvFile(path: string, shown: string): Map<string, string> {
  const text = readText(path, shown)
  const entries = text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const match = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line)
    return match?.[1] === undefined ? [] : [[match[1], (match[2] ?? '').replace(/^(['"])(.*)\1$/, '$2')]]
  })
  return new Map(entries)
}
