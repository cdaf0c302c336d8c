import type { InfraChange } from '../../infra/edit/change'
import { sub } from '../../infra/template'
import type { ConfigObject } from '../../load/document'
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
  /** Physical name, as the configuration writes it. */
  readonly name: string
  readonly arnVariable: string
}

export function machineNames(caller: FunctionRef): MachineNames {
  const key = distinctKey(caller)
  return {
    key: camelCase(`${key}-workflow`),
    id: `${pascalCase(key)}StateMachine`,
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

/** The machine, the plugin that makes it, and what its starter needs. */
export function machineChanges(caller: FunctionRef, names: MachineNames, definition: Definition): InfraChange[] {
  // built from the name: a reference to the machine would close a circle over the shared role
  const arn = sub(`arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${names.name}`)
  const machine = { id: names.id, type: 'EXPRESS', name: names.name, definition } as unknown as ConfigObject
  const { key } = caller.function
  return [
    { kind: 'add-plugin', name: PLUGIN },
    { kind: 'add-state-machine', key: names.key, machine },
    { kind: 'set-environment', function: key, name: names.arnVariable, value: arn },
    { kind: 'allow', function: key, action: 'states:StartSyncExecution', resource: arn },
  ]
}
