import type { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import { lambdaClientSdk } from '../../scan/find-calls'
import type { InvokeCall, InvokeSite } from '../../scan/site'
import { argumentAt } from '../../syntax/evaluate/arguments'
import { type InstanceValue, UNDEFINED, type Value } from '../../syntax/evaluate/value'
import { refuse, type TransformContext } from '../transform'
import { checkArn } from './arn-origin'
import { receiverOf } from './client-sources/receiver'
import { clientSources } from './client-sources/sources'
import { instanceOf, OF_EVERY_CLIENT } from './construction'

/** Variables that Lambda sets to the region that a function runs in. */
const OWN_REGION = new Set(['AWS_REGION', 'AWS_DEFAULT_REGION'])

/** Options by which a client calls the functions of somebody else. */
const FOREIGN = [
  'credentials',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'credentialDefaultProvider',
  'profile',
]

/** An endpoint for running offline: a function call needs none. */
const LOCAL = /localhost|127\.0\.0\.1|0\.0\.0\.0|offline/i

/** What a call with a client of somewhere else is refused with: of a function call, and of what needs another client. */
export type OriginCode = 'callee-not-known' | 'client-config'

/**
 * Checks that a client calls functions where the service is: not those of another region or account.
 * @param inner The SDK call, where the site calls it through helpers.
 * @throws Refused with that code
 */
export function checkClient(
  context: Pick<TransformContext, 'evaluator' | 'imports'>,
  site: InvokeSite,
  inner: InvokeCall | undefined,
  code: OriginCode,
): void {
  const { module, call } = inner ?? site
  const receiver = receiverOf(module, call)
  const sources = receiver ? clientSources(context, module, receiver) : []
  if (sources.length === 0) refuseUnseen(site, receiver ?? call.expression, code)
  for (const { value, isGiven } of sources) {
    if (!isSeen(value)) {
      if (isGiven) refuseClient(site, code, 'is given to a function, and how it is made is not seen')
      refuseUnseen(site, receiver ?? call.expression, code)
    }
    const made = instanceOf(value)
    if (made) checkOptions(site, optionsOf(made), made.node?.getText() ?? '', code)
  }
  const update = /\bconfig\.update\(\{([^}]*)\}/.exec(module.text)?.[1] ?? ''
  const region = /\bregion:\s*['"`]([\w-]+)['"`]/.exec(update)?.[1]
  if (region !== undefined) checkRegion(site, { kind: 'literal', value: region }, code)
}

/** The same for the calls of the SDK that something else takes the place of, straight or through helpers. */
export function checkClients(context: Pick<TransformContext, 'evaluator' | 'imports'>, site: InvokeSite): void {
  for (const call of sdkCalls(site)) checkClient(context, site, call, 'client-config')
  checkArn(site, 'client-config')
}

/** The same where a message or an event takes their place: a client that is given keeps no options at the new one. */
export function checkReplacedClients(context: Pick<TransformContext, 'evaluator' | 'imports'>, site: InvokeSite): void {
  checkClients(context, site)
  for (const inner of sdkCalls(site)) {
    const { module, call } = inner ?? site
    const receiver = receiverOf(module, call)
    const sources = receiver ? clientSources(context, module, receiver) : []
    // what is passed in one place is in another what stands for it
    if (!sources.some(({ isGiven }) => isGiven)) continue
    for (const { value } of sources) {
      const options = instanceOf(value)?.args.values[0]?.()
      const names = options?.kind === 'object' ? [...options.properties.keys()] : []
      const own = names.find((name) => !OF_EVERY_CLIENT.has(name))
      if (own !== undefined) refuseClient(site, 'client-config', `is given to a function, with "${own}" of its own`)
    }
  }
}

function sdkCalls({ through }: InvokeSite): readonly (InvokeCall | undefined)[] {
  const inner = through.flatMap((way) => way.at(-1)?.call ?? [])
  return inner.length > 0 ? inner : [undefined]
}

/** Whether it is seen how a client is made: an instance without a place is one by its declared type. */
function isSeen(value: Value): boolean {
  return lambdaClientSdk(value) !== undefined && (value.kind !== 'instance' || value.node !== undefined)
}

function optionsOf({ args }: InstanceValue): Value {
  return argumentAt(args, 0, UNDEFINED)
}

function checkOptions(site: InvokeSite, options: Value, text: string, code: OriginCode): void {
  if (options.kind === 'literal' && options.value === undefined) return
  if (options.kind !== 'object') refuseClient(site, code, 'is made with options that are not known')
  // what becomes of an endpoint at another client is looked at where that client is made
  const isAsked = LOCAL.test(text) || (code === 'client-config' && text.includes('endpoint'))
  if (options.open && !isAsked) refuseClient(site, code, 'is made with options that are not known')
  const foreign = FOREIGN.find((name) => options.properties.has(name))
  if (foreign !== undefined) refuseClient(site, code, `has "${foreign}" of its own`)
  if (code === 'callee-not-known' && options.properties.has('endpoint') && !LOCAL.test(text))
    refuseClient(site, code, 'has an endpoint of its own')
  const region = options.properties.get('region')
  if (region) checkRegion(site, region, code)
}

/** @throws Refused with that code, where a region is not known to be that of every caller. */
export function checkRegion(site: InvokeSite, region: Value, code: OriginCode): void {
  for (const caller of site.callers) {
    if (isOwnRegion(region, caller)) continue
    const what = region.kind === 'literal' ? `the region "${region.value}"` : 'a region that is not known'
    const hint = region.kind === 'literal' ? ` (deployed to another one, plan with --region ${region.value})` : ''
    const { service, function: fn } = caller
    refuseClient(site, code, `asks in ${what}, and "${fn.key}" is deployed to ${service.region}${hint}`)
  }
}

function isOwnRegion(region: Value, caller: FunctionRef): boolean {
  if (region.kind === 'literal') return region.value === undefined || region.value === caller.service.region
  if (region.kind === 'fallback') {
    // what Lambda sets is never missing
    const isSet = region.first.kind === 'environment' && OWN_REGION.has(region.first.key)
    return isOwnRegion(region.first, caller) && (isSet || isOwnRegion(region.second, caller))
  }
  if (region.kind === 'one-of') return region.values.every((value) => isOwnRegion(value, caller))
  if (region.kind !== 'environment') return false
  if (OWN_REGION.has(region.key)) return true
  const value = JSON.stringify(caller.function.environment[region.key])
  return [
    JSON.stringify(caller.service.region),
    '{"Ref":"AWS::Region"}',
    '"${aws:region}"',
    '"${AWS::Region}"',
  ].includes(value)
}

function refuseUnseen(site: InvokeSite, client: ts.Expression, code: OriginCode): never {
  const [text] = client.getText().split('\n')
  refuseClient(site, code, `is "${text}", and how it is made is not seen`)
}

function refuseClient(site: InvokeSite, code: OriginCode, what: string): never {
  // what else is not known of a callee is its name
  refuse(site, code, `The Lambda client ${what}.`, undefined, code === 'callee-not-known' ? 'client' : undefined)
}
