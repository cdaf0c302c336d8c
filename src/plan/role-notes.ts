import type { Composition } from '../compose/compose'
import type { IamChange, InfraDiff } from '../infra/diff/model'

/**
 * A role that loses the permission to invoke a function: CloudFormation changes it before the code that asks for it. Told
 * where queues take the place of calls; a topic and a bus have an order of deployment of their own.
 */
export function roleNotes({ accepted }: Composition, infra: readonly InfraDiff[]): string[] {
  const queued = new Set(
    accepted
      .filter(({ transform }) => transform === 'sqs')
      .flatMap((proposal) => proposal.infra.map(({ service }) => service.config)),
  )
  return infra
    .filter(({ config, iam }) => queued.has(config) && iam.some(isInvoke))
    .map(
      ({ service }) =>
        `${service}: CloudFormation changes the role of a caller before its code: for the seconds between, the old code may be refused. Where that matters, leave the permission to invoke for a second deployment.`,
    )
}

/** What a role was allowed; what a service was allowed by a function has that service as its principal. */
function isInvoke({ change, effect, actions, principals }: IamChange): boolean {
  const isOfService = principals.some((principal) => principal.startsWith('Service:'))
  return (
    change === 'removed' &&
    effect === 'Allow' &&
    !isOfService &&
    actions.some((action) => /^lambda:(Invoke|\*)/.test(action))
  )
}
