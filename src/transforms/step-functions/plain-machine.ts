import type { InfraChange } from '../../infra/edit/change'
import { assumedBy, LOG_DELIVERY, TRACING } from '../../infra/synth/step-functions/role'
import { getAtt, type Statement } from '../../infra/template'
import { asObject, type ConfigObject, isObject } from '../../load/document'
import type { FunctionRef, Service } from '../../load/service'
import { isTraced, LOGGED, type MachineNames, type MachineType } from './infra'
import { branchSteps, innerSteps, type Step } from './ir'
import type { Definition } from './states'

/** A machine and its role as resources of CloudFormation, for a service without the plugin. */
export function plainMachine(
  caller: FunctionRef,
  names: MachineNames,
  type: MachineType,
  definition: Definition,
  steps: readonly Step[],
): InfraChange[] {
  const role = `${names.id}Role`
  const add = (logicalId: string, resource: unknown): InfraChange => ({
    kind: 'add-resource',
    logicalId,
    resource: resource as ConfigObject,
  })
  const machine = {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: names.name,
      StateMachineType: type,
      RoleArn: getAtt(role),
      ...(type === 'EXPRESS' && { LoggingConfiguration: logging(names) }),
      ...(isTraced(caller) && { TracingConfiguration: { Enabled: true } }),
      Definition: withoutNull(definition),
    },
  }
  return [add(names.id, machine), add(role, roleOf(caller, calleesOf(steps), type))]
}

/** CloudFormation takes no `null` in a template; in a definition it only stands where an expression may. */
function withoutNull(value: unknown): unknown {
  if (value === null) return '{% null %}'
  if (Array.isArray(value)) return value.map(withoutNull)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNull(item)]))
}

function logging({ logGroup }: MachineNames): ConfigObject {
  return {
    Level: LOGGED.level,
    IncludeExecutionData: LOGGED.includeExecutionData,
    Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: getAtt(logGroup) } }],
  }
}

/** What the machine may do: invoke the functions of its tasks, and log where it is an Express one. */
function roleOf(caller: FunctionRef, callees: readonly string[], type: MachineType): unknown {
  const statement = (actions: string, resource: unknown): Statement => ({
    Effect: 'Allow',
    Action: actions.split(','),
    Resource: resource,
  })
  const invoked = callees.map((logicalId) => getAtt(logicalId))
  const statements = [
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: invoked.length === 1 ? invoked[0] : invoked },
    // what delivers logs and traces has no resources of its own
    ...(type === 'EXPRESS' ? [statement(LOG_DELIVERY, '*')] : []),
    ...(isTraced(caller) ? [statement(TRACING, '*')] : []),
  ]
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...assumedBy('states.amazonaws.com'),
      ...boundary(caller.service),
      Policies: [
        {
          PolicyName: 'workflow',
          PolicyDocument: { Version: '2012-10-17', Statement: statements },
        },
      ],
    },
  }
}

/** Where the roles of functions have a boundary, no role without it may be made. */
function boundary({ data }: Service): { PermissionsBoundary?: string } {
  const provider = asObject(data.provider)
  const role = asObject(asObject(provider.iam).role)
  const name = ['permissionsBoundary', 'permissionBoundary'].find((key) => role[key] !== undefined)
  if (name !== undefined) return { PermissionsBoundary: `\${self:provider.iam.role.${name}}` }
  return provider.rolePermissionsBoundary === undefined
    ? {}
    : { PermissionsBoundary: '${self:provider.rolePermissionsBoundary}' }
}

function calleesOf(steps: readonly Step[]): string[] {
  const ids = steps.flatMap((step): string[] => [
    ...(step.kind === 'task' ? [step.callee.function.logicalId] : []),
    ...[...innerSteps(step), ...branchSteps(step)].flatMap(calleesOf),
  ])
  return [...new Set(ids)]
}
