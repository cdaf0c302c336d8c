import type { InfraChange } from '../../infra/edit/change'
import { tracingMode } from '../../infra/synth/functions/settings'
import { getAtt, ref, sub } from '../../infra/template'
import { asObject, type ConfigObject } from '../../load/document'
import type { FunctionRef, Service } from '../../load/service'
import { camelCase, constantCase, distinctKey, pascalCase } from '../shared/names'
import type { Definition } from './states'

export const PLUGIN = 'serverless-step-functions'

/** Names of what a chain adds. */
export interface MachineNames {
  /** Key under `stepFunctions.stateMachines`. */
  readonly key: string
  /** Logical id. */
  readonly id: string
  /** Logical id of the group that it logs to. */
  readonly logGroup: string
  /** Physical name, as the configuration writes it. */
  readonly name: string
  readonly arnVariable: string
}

export function machineNames(caller: FunctionRef): MachineNames {
  const key = distinctKey(caller)
  return {
    key: camelCase(`${key}-workflow`),
    id: `${pascalCase(key)}StateMachine`,
    logGroup: `${pascalCase(key)}StateMachineLogGroup`,
    name: `\${self:service}-${stageVariable(caller.service)}-${caller.function.key}`,
    arnVariable: `${constantCase(key)}_STATE_MACHINE_ARN`,
  }
}

/** The stage, as this configuration writes it most often. */
function stageVariable({ document }: Service): string {
  const counts = new Map<string, number>()
  for (const [text] of document.text.matchAll(
    /\$\{(?:sls:stage|self:provider\.stage|opt:stage[^{}]*|self:custom\.stage)\}/g,
  )) {
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  return most?.[0] ?? '${sls:stage}'
}

/** What a machine is: executions are waited for, or started and left alone. */
export type MachineType = 'EXPRESS' | 'STANDARD'

/** Plugins that put functions into stacks of their own, which wait for each other as wholes. */
const SPLITTING = /split-stacks|nested-stack/

/** Whether the starter of a machine can refer to it, so that CloudFormation makes the machine first. */
export function mayWaitFor({ service }: FunctionRef): boolean {
  return !service.plugins.some((plugin) => SPLITTING.test(plugin))
}

/**
 * What the starter of a machine needs, and where an Express machine logs to; a Standard one keeps its history.
 * @param waits Whether the starter refers to the machine.
 */
export function surroundings(
  caller: FunctionRef,
  names: MachineNames,
  type: MachineType,
  waits: boolean,
): InfraChange[] {
  // built from the name: a reference of the role would close a circle over the functions of the machine that share it
  const arn = sub(`arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${names.name}`)
  const { key } = caller.function
  const isExpress = type === 'EXPRESS'
  return [
    ...(isExpress
      ? [{ kind: 'add-resource' as const, logicalId: names.logGroup, resource: logGroup(caller.service, names) }]
      : []),
    { kind: 'set-environment', function: key, name: names.arnVariable, value: waits ? ref(names.id) : arn },
    {
      kind: 'allow',
      function: key,
      action: isExpress ? 'states:StartSyncExecution' : 'states:StartExecution',
      resource: arn,
    },
  ]
}

/** Only its log tells what an Express execution did: errors are kept there, the data that it worked on is not. */
export const LOGGED = { level: 'ERROR', includeExecutionData: false } as const

/** The machine, by the plugin. */
export function pluginMachine(
  caller: FunctionRef,
  names: MachineNames,
  type: MachineType,
  definition: Definition,
): InfraChange[] {
  const machine = {
    id: names.id,
    type,
    name: names.name,
    ...(type === 'EXPRESS' && { loggingConfig: { ...LOGGED, destinations: [getAtt(names.logGroup)] } }),
    ...(isTraced(caller) && { tracingConfig: { enabled: true } }),
    definition,
  }
  return [
    { kind: 'add-plugin', name: PLUGIN },
    { kind: 'add-state-machine', key: names.key, machine },
  ]
}

/** Whether X-Ray follows requests through the handler: then it follows them into the machine. */
export function isTraced({ service, function: fn }: FunctionRef): boolean {
  return tracingMode(asObject(service.data.provider), fn) === 'Active'
}

/**
 * Groups below `/aws/vendedlogs/` need no room in the account's resource policy, whose size is limited. Source:
 * "Logging in CloudWatch Logs" of the guide to Step Functions.
 */
function logGroup({ data }: Service, { name }: MachineNames): ConfigObject {
  const days = asObject(data.provider).logRetentionInDays
  return {
    Type: 'AWS::Logs::LogGroup',
    Properties: {
      LogGroupName: `/aws/vendedlogs/states/${name}`,
      ...(days !== undefined && { RetentionInDays: '${self:provider.logRetentionInDays}' }),
    },
  }
}
