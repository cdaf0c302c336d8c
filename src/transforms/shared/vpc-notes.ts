import type { FunctionRef } from '../../load/service'

/**
 * What functions that run in a VPC need to reach another service from there.
 * @param what `the queue`
 * @param endpoint The service that the endpoint is of: `SQS`.
 */
export function vpcNotes(callers: readonly FunctionRef[], what: string, endpoint: string): string[] {
  return callers.flatMap(({ function: { key, inVpc, chosen } }) => {
    if (!inVpc && !chosen.includes('vpc')) return []
    const where = inVpc
      ? 'it runs in a VPC and reached Lambda from there'
      : 'for another stage it may run in a VPC, and reach Lambda from there'
    return [`${key}: ${where}. To reach ${what} it needs an interface endpoint for ${endpoint}, or a NAT gateway.`]
  })
}
