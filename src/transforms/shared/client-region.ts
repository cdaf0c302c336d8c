import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { Value } from '../../syntax/evaluate/value'
import { type OriginCode, refuseClient } from './client-refusal'

/** Variables that Lambda sets to the region that a function runs in. */
const OWN_REGION = new Set(['AWS_REGION', 'AWS_DEFAULT_REGION'])

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
