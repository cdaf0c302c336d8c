import { asArray, asObject, asString, type ConfigObject } from '../../../../load/document'
import { getAtt, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { stateMachineLogicalId } from '../names'
import { queueUrl, resourcePolicy, rulesRole, type StatusTarget } from './permissions'
import { isWellFormed } from './schema'
import { arnOf, hashOf, ruleTarget, translated } from './target'

const STATUSES = ['ABORTED', 'FAILED', 'RUNNING', 'SUCCEEDED', 'TIMED_OUT']

/** Rules that tell of the status of executions. Source: `compileNotifications.js` of serverless-step-functions 3.28.1. */
export function addNotifications(builder: TemplateBuilder, key: string, machine: ConfigObject): void {
  const { notifications } = machine
  if (notifications === undefined || notifications === null) return
  const reason = whyLeftOut(machine)
  if (reason) {
    builder.note(reason, ['stepFunctions', 'stateMachines', key, 'notifications'])
    return
  }
  const id = stateMachineLogicalId(key, machine)
  const name = asString(machine.name) || key
  const targets = targetsOf(builder, asObject(notifications))
  targets.forEach((target, index) => {
    const resource = resourcePolicy(target)
    if (resource) builder.add(`${id}ResourcePolicy${hashOf({ index, resource })}`, resource)
  })
  const roleId = `${id}NotificationsIamRole`
  const role = rulesRole(targets, asObject(asObject(asObject(builder.service.data.provider).iam).role).path)
  if (role) builder.add(roleId, role)
  for (const status of STATUSES) {
    const own = targets.filter((target) => target.status === status)
    if (own.length === 0) continue
    builder.add(`${id}Notifications${status.replace('_', '')}EventRule`, {
      Type: 'AWS::Events::Rule',
      Properties: {
        Description: `[${status}] status notification for state machine [${name}]`,
        EventPattern: {
          source: ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          detail: { status: [status], stateMachineArn: [ref(id)] },
        },
        Name: `${name}-${status}-notification`,
        ...(role && { RoleArn: getAtt(roleId) }),
        Targets: own.map(({ target }, index) => ruleTarget(target, index, `${name}-${status}`, roleId)),
      },
    })
  }
}

/** Why there are no rules for the notifications of a machine. */
function whyLeftOut({ type, notifications }: ConfigObject): string | undefined {
  if (type === 'EXPRESS') return 'The plugin leaves "notifications" of Express state machines out.'
  if (!isWellFormed(notifications))
    return 'These "notifications" do not fit the schema of the plugin, which leaves them out.'
  const queues = Object.values(asObject(notifications))
    .flatMap(asArray)
    .map(asObject)
    .filter(({ sns, sqs }) => !sns && sqs)
  return queues.every(({ sqs }) => queueUrl(arnOf(sqs)))
    ? undefined
    : 'Queues are named by a text or "Fn::GetAtt"; the plugin makes no address of anything else.'
}

/** All targets, by status. */
function targetsOf(builder: TemplateBuilder, notifications: ConfigObject): StatusTarget[] {
  return STATUSES.flatMap((status) =>
    asArray(notifications[status]).map((target) => ({ status, target: asObject(translated(builder, target)) })),
  )
}
