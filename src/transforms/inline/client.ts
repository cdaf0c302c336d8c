import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeCall, InvokeSite } from '../../scan/site'
import type { Value } from '../../syntax/evaluate/value'
import { isAccess, unwrap } from '../../syntax/nodes'
import { instanceOf } from '../shared/construction'
import { refuse, type TransformContext } from '../transform'

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

/**
 * Checks that a client calls functions where the service is: not those of another region or account.
 * @param inner The SDK call, where the site calls it through helpers.
 * @throws Refused `callee-not-known`
 */
export function checkClient({ evaluator }: TransformContext, site: InvokeSite, inner: InvokeCall | undefined): void {
  const { module, call } = inner ?? site
  if (!isAccess(call.expression)) return
  const made = instanceOf(evaluator.evaluate(module, unwrap(call.expression.expression)))
  const options = made?.args.values[0]?.()
  if (made && options) checkOptions(site, options, made.node?.getText() ?? '')
  const update = /\bconfig\.update\(\{([^}]*)\}/.exec(module.text)?.[1] ?? ''
  const region = /\bregion:\s*['"`]([\w-]+)['"`]/.exec(update)?.[1]
  if (region !== undefined) checkRegion(site, { kind: 'literal', value: region })
}

function checkOptions(site: InvokeSite, options: Value, text: string): void {
  if (options.kind !== 'object') refuseClient(site, 'is made with options that are not known')
  if (options.open && !LOCAL.test(text)) refuseClient(site, 'is made with options that are not known')
  const foreign = FOREIGN.find((name) => options.properties.has(name))
  if (foreign !== undefined) refuseClient(site, `has "${foreign}" of its own`)
  if (options.properties.has('endpoint') && !LOCAL.test(text)) refuseClient(site, 'has an endpoint of its own')
  const region = options.properties.get('region')
  if (region) checkRegion(site, region)
}

function checkRegion(site: InvokeSite, region: Value): void {
  for (const caller of site.callers) {
    if (isOwnRegion(region, caller)) continue
    const what = region.kind === 'literal' ? `the region "${region.value}"` : 'a region that is not known'
    const hint = region.kind === 'literal' ? ` (deployed to another one, plan with --region ${region.value})` : ''
    const { service } = caller
    refuseClient(site, `asks in ${what}, and "${refKey(caller).split('#')[1]}" is deployed to ${service.region}${hint}`)
  }
}

function isOwnRegion(region: Value, caller: FunctionRef): boolean {
  if (region.kind === 'literal') return region.value === undefined || region.value === caller.service.region
  if (region.kind === 'fallback') return isOwnRegion(region.first, caller) && isOwnRegion(region.second, caller)
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

function refuseClient(site: InvokeSite, what: string): never {
  refuse(site, 'callee-not-known', `The Lambda client ${what}.`)
}
