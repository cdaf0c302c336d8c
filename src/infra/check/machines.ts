import { asObject, isObject } from '../../load/document'
import { definitionTree } from '../diff/definition'
import type { Template } from '../template'
import type { Fault } from './fault'
import { definitionFaults } from './state-machine/definition'

/** What Step Functions refuses in the definitions of the named state machines, those in JSONata. */
export function machineFaults(template: Template, ids: ReadonlySet<string>): Fault[] {
  return Object.entries(template.Resources)
    .filter(([id, { Type }]) => ids.has(id) && Type === 'AWS::StepFunctions::StateMachine')
    .flatMap(([logicalId, { Properties }]) => {
      const { DefinitionString, Definition } = asObject(Properties)
      const property = DefinitionString === undefined ? 'Definition' : 'DefinitionString'
      const definition = deployed(definitionTree(DefinitionString ?? Definition))
      if (asObject(definition).QueryLanguage !== 'JSONata') return []
      return definitionFaults(definition).map(({ path, message }) => ({
        code: 'state-machine',
        logicalId,
        message: `${logicalId}: ${path.join('.') || 'the definition'}: ${message}`,
        path: ['Properties', property, ...path],
      }))
    })
}

/** A definition with some text wherever only the deployment knows it. */
function deployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deployed)
  if (!isObject(value)) return value
  const substitution = value['Fn::Sub']
  const [text] = Array.isArray(substitution) ? substitution : [substitution]
  if (typeof text === 'string') return text.replace(/\$\{[^!}][^}]*\}/g, 'x').replace(/\$\{!/g, '${')
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deployed(item)]))
}
