import { asObject } from '../../load/document'
import type { Service } from '../../load/service'
import { stateMachineLogicalId } from '../synth/step-functions/names'
import { synthesize } from '../synth/synthesize'
import type { Fault } from './fault'

/** Parts of a configuration that come to the same logical id, so that one silently takes the place of the other. */
export function duplicateIds(service: Service): Fault[] {
  const machines = Object.entries(asObject(asObject(service.data.stepFunctions).stateMachines))
  const named = [
    ...service.functions.map(({ key, logicalId }) => ({
      what: `the function "${key}"`,
      logicalId,
      at: ['functions', key],
    })),
    ...machines.map(([key, machine]) => ({
      what: `the state machine "${key}"`,
      logicalId: stateMachineLogicalId(key, asObject(machine)),
      at: ['stepFunctions', 'stateMachines', key],
    })),
  ]
  const first = new Map<string, string>()
  const twice = named.flatMap(({ what, logicalId, at }): Fault[] => {
    const other = first.get(logicalId)
    if (other === undefined) first.set(logicalId, what)
    if (other === undefined) return []
    const message = `${upperFirst(other)} and ${what} both become ${logicalId}.`
    return [{ code: 'duplicate-logical-id', logicalId, message, at }]
  })
  return [...twice, ...overwritten(service)]
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Resources of the service's own that take the id of a compiled one of another type. */
function overwritten(service: Service): Fault[] {
  const own = asObject(asObject(service.data.resources).Resources)
  if (Object.keys(own).length === 0) return []
  const compiled = synthesize({ ...service, data: { ...service.data, resources: {} } }).template.Resources
  return Object.entries(own).flatMap(([logicalId, resource]): Fault[] => {
    const type = compiled[logicalId]?.Type
    const ownType = asObject(resource).Type
    if (type === undefined || ownType === undefined || ownType === type) return []
    const message = `The resource ${logicalId} (${String(ownType)}) has the id of the ${type} that is compiled for this service.`
    return [{ code: 'duplicate-logical-id', logicalId, message }]
  })
}
