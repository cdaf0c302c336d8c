import type { ts } from 'ts-morph'
import { lambdaClientSdk } from '../../scan/find-calls'
import type { InvokeCall, InvokeSite } from '../../scan/site'
import { argumentAt } from '../../syntax/evaluate/arguments'
import { UNDEFINED, type Value } from '../../syntax/evaluate/value'
import type { SourceModule } from '../../syntax/module'
import type { TransformContext } from '../transform'
import { checkArn } from './arn-origin'
import { type OriginCode, refuseClient } from './client-refusal'
import { checkRegion } from './client-region'
import { changeOfClient } from './client-sources/changed-client'
import { receiverOf } from './client-sources/receiver'
import type { ClientSource } from './client-sources/seeker'
import { clientSources } from './client-sources/sources'
import { instanceOf, OF_EVERY_CLIENT } from './construction'

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
  for (const source of sources) checkSource(context, site, source, receiver ?? call.expression, code)
  checkUnchanged(site, module, receiver ?? call.expression, code)
  const update = /\bconfig\.update\(\{([^}]*)\}/.exec(module.text)?.[1] ?? ''
  const region = /\bregion:\s*['"`]([\w-]+)['"`]/.exec(update)?.[1]
  if (region !== undefined) checkRegion(site, { kind: 'literal', value: region }, code)
}

/** @throws Refused with that code */
function checkSource(
  { evaluator }: Pick<TransformContext, 'evaluator'>,
  site: InvokeSite,
  { value, isGiven }: ClientSource,
  client: ts.Expression,
  code: OriginCode,
): void {
  // an instance without a place is one by its declared type
  const made = lambdaClientSdk(value) === undefined ? undefined : instanceOf(value)
  const home = made?.node && evaluator.program.module(made.node.getSourceFile().fileName)
  if (!made?.node || !home) {
    if (isGiven) refuseClient(site, code, 'is given to a function, and how it is made is not seen')
    refuseUnseen(site, client, code)
  }
  checkOptions(site, argumentAt(made.args, 0, UNDEFINED), made.node.getText(), code)
  checkUnchanged(site, home, made.node, code)
}

/** A client that does more than to send: what takes its place would not. */
function checkUnchanged(site: InvokeSite, module: SourceModule, client: ts.Node, code: OriginCode): void {
  const change = changeOfClient(module, client)
  if (change !== undefined) refuseClient(site, code, `is changed after it is made, by "${change}"`)
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

function refuseUnseen(site: InvokeSite, client: ts.Expression, code: OriginCode): never {
  const [text] = client.getText().split('\n')
  refuseClient(site, code, `is "${text}", and how it is made is not seen`)
}
