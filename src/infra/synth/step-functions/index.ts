import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { addAlarms } from './alarms'
import { addMachineEvents } from './events'
import { addMachineApi } from './http'
import { addNotifications } from './notifications'
import { addMachineRole } from './role'
import { addStateMachine } from './state-machine'

const PLUGIN = 'serverless-step-functions'

/** State machines by key; none without the plugin. */
export function stateMachines(builder: TemplateBuilder): [string, ConfigObject][] {
  const { stateMachines: machines } = asObject(builder.service.data.stepFunctions)
  return Object.entries(asObject(machines)).flatMap(([key, machine]) => (isObject(machine) ? [[key, machine]] : []))
}

/**
 * State machines, activities, alarms and notifications as serverless-step-functions compiles them, right after the functions. Source:
 * `lib/deploy/stepFunctions` of 3.28.1.
 */
export function addStepFunctions(builder: TemplateBuilder): void {
  if (builder.service.data.stepFunctions === undefined) return
  if (!builder.service.plugins.includes(PLUGIN)) {
    builder.note(`"stepFunctions" is compiled, though "${PLUGIN}" is not among the plugins.`, ['stepFunctions'])
  }
  const machines = stateMachines(builder)
  for (const [key, machine] of machines) addMachineRole(builder, key, machine)
  for (const [key, machine] of machines) addStateMachine(builder, key, machine)
  addActivities(builder)
  for (const [key, machine] of machines) addAlarms(builder, key, machine)
  for (const [key, machine] of machines) addNotifications(builder, key, machine)
}

/** What starts state machines. */
export function addStepFunctionEvents(builder: TemplateBuilder): void {
  const machines = stateMachines(builder)
  for (const [key, machine] of machines) addMachineEvents(builder, key, machine)
  addMachineApi(builder, machines)
}

function addActivities(builder: TemplateBuilder): void {
  for (const activity of asArray(asObject(builder.service.data.stepFunctions).activities).map(String)) {
    const id = `${normalizedName(activity)}StepFunctionsActivity`
    builder.add(id, { Type: 'AWS::StepFunctions::Activity', Properties: { Name: activity } })
    builder.output(`${id}Arn`, { Description: 'Current StateMachine Arn', Value: ref(id) })
  }
}
