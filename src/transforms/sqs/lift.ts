import type { InfraChange } from '../../infra/edit/change'
import { existingRole } from '../../infra/synth/functions/role'
import { hasRolesPerFunction } from '../../infra/synth/roles/per-function'
import { asNumber, asObject, asString, type ConfigObject } from '../../load/document'
import type { FunctionRef, Service } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { installedVersion } from '../../workspace/packages'
import { isBefore } from '../../workspace/version-range'
import type { QueueOptions } from '../options'
import { freshVariable } from '../shared/environment'
import { constantCase, distinctKey, kebabCase } from '../shared/names'
import { tries } from '../shared/tries'
import { type Obligation, refuse, type TransformContext } from '../transform'
import { isMail } from './alarm'
import { fifoOf } from './fifo'
import type { QueueNames } from './names'
import { retentionOf, visibilityOf } from './visibility'

/** Queues as constructs of serverless-lift. Source: `constructs/aws/Queue.js` and the changelog of serverless-lift. */

const PLUGIN = 'serverless-lift'

/** Since this version a queue can have a function that exists for its worker, which so keeps its name and its logical id. */
const WORKER_BY_KEY = [1, 31] as const

/** What Lift takes where nothing is said: tries of a message, and the timeout of a function without one of its own. */
const DEFAULT_TRIES = 3
const DEFAULT_TIMEOUT = 6

/**
 * Checks that a service can have its queues as constructs.
 * @throws Refused `no-lift`, `old-tools`
 */
export function checkLift({ workspace }: TransformContext, site: InvokeSite, { service }: FunctionRef): void {
  if (!service.plugins.includes(PLUGIN))
    refuse(site, 'no-lift', `"${PLUGIN}" is not among the plugins of "${service.name}".`)
  const installed = installedVersion(workspace, service.config, PLUGIN)
  if (!installed || !isBefore(installed.version, WORKER_BY_KEY)) return
  const message = `A queue whose worker is a function that exists needs ${PLUGIN} ${WORKER_BY_KEY.join('.')}; ${installed.file} says ${installed.version.slice(0, 2).join('.')}.`
  refuse(site, 'old-tools', message, { file: installed.file, line: 1 })
}

/** The names of a construct and of the variables that tell of its queue. */
export function liftNames(context: TransformContext, callee: FunctionRef, isShared: boolean): QueueNames {
  const { service } = callee
  const key = distinctKey(callee)
  const constant = constantCase(key)
  const taken = asObject(service.data.constructs)
  const free = (id: string, number = 1): string => {
    const name = number === 1 ? id : `${id}-${number}`
    return name in taken ? free(id, number + 1) : name
  }
  const queue = free(kebabCase(key))
  const [url, arn] = [`\${construct:${queue}.queueUrl}`, `\${construct:${queue}.queueArn}`]
  return {
    queue,
    deadLetters: `${queue}-dlq`,
    url,
    arn,
    urlVariable: freshVariable(context, service, `${constant}_QUEUE_URL`, url),
    arnVariable: freshVariable(context, service, isShared ? 'QUEUE_ARN' : `${constant}_QUEUE_ARN`, arn),
  }
}

/** The construct before a callee, which brings its event and its permissions along. */
export function liftChanges(
  callee: FunctionRef,
  names: Omit<QueueNames, 'arnVariable'> & { readonly arnVariable: string | undefined },
  options: QueueOptions,
): InfraChange[] {
  const { key } = callee.function
  const { arnVariable } = names
  return [
    { kind: 'add-construct', id: names.queue, worker: key, arn: names.arn, construct: constructOf(callee, options) },
    ...(arnVariable === undefined
      ? []
      : [{ kind: 'set-environment', function: key, name: arnVariable, value: names.arn } as const]),
  ]
}

function constructOf({ service, function: callee }: FunctionRef, options: QueueOptions): ConfigObject {
  const { batchSize, batchWindow } = options
  const reserved = asNumber(callee.data.reservedConcurrency)
  const alarm = options.alarms ? alarmAddress(service, options) : undefined
  const most = tries(callee)
  const properties = extended(callee, options)
  return {
    type: 'queue',
    worker: callee.key,
    ...(most !== DEFAULT_TRIES && { maxRetries: most }),
    ...(batchSize > 1 && { batchSize }),
    ...(batchWindow > 0 && { maxBatchingWindow: batchWindow }),
    ...(reserved !== undefined && reserved >= 2 && { maxConcurrency: Math.min(reserved, 1000) }),
    ...(fifoOf(options, callee.key) && { fifo: true }),
    ...(alarm !== undefined && { alarm }),
    ...(Object.keys(properties).length > 0 && { extensions: { queue: { Properties: properties } } }),
  }
}

/** What the construct would make otherwise: it does not know the timeout that a function has of the provider. */
function extended(callee: FunctionRef['function'], options: QueueOptions): ConfigObject {
  const made = 6 * (asNumber(callee.data.timeout) ?? DEFAULT_TIMEOUT) + options.batchWindow
  const needed = visibilityOf(callee, options)
  const age = retentionOf(callee, options)
  return {
    ...(made !== needed && { VisibilityTimeout: needed }),
    ...(age !== undefined && { MessageRetentionPeriod: age }),
  }
}

/** The address that the alarms of the other queues are mailed to. */
function knownAlarm({ data }: Service): string | undefined {
  const alarms = Object.values(asObject(data.constructs)).map((construct) => asString(asObject(construct).alarm))
  return alarms.find((alarm) => alarm !== undefined)
}

/** Lift mails its alarms, and does nothing else with them. */
function alarmAddress(service: Service, { alarmsTo }: QueueOptions): string | undefined {
  return isMail(alarmsTo) ? alarmsTo : knownAlarm(service)
}

/** Where alarms are asked for, and no address is known to mail them to. */
export function alarmNotes({ service }: FunctionRef, { queue }: QueueNames, options: QueueOptions): string[] {
  if (!options.alarms || alarmAddress(service, options) !== undefined) return []
  return [`${queue}: Lift mails its alarms. Add "alarm" with an address to the construct.`]
}

/** Whether Lift lets a function send: it writes its permissions into the role that the functions share. */
export function isAllowedByLift({ service, function: fn }: FunctionRef): boolean {
  const { lift, provider } = service.data
  const isOwn = fn.data.role !== undefined || existingRole(asObject(provider)) !== undefined
  const isSingle = hasRolesPerFunction(service) && fn.data.iamRoleStatements !== undefined
  return asObject(lift).automaticPermissions !== false && !isOwn && !isSingle
}

/** What a construct does in ways of its own. */
export function liftObligation({ service }: FunctionRef, { queue }: QueueNames): Obligation {
  const stack = asString(asObject(service.data.provider).stackName) || `${service.name}-${service.stage}`
  const message = `Lift names the queue "${stack}-${queue}", takes its dead-letter queue away with the construct, and lets every function with the shared role send to it.`
  return { code: 'lift-queue', status: 'waived', message }
}
