import { asObject } from '../../load/document'
import { resourceSpec } from '../service-spec'
import type { Template } from '../template'
import type { Check, Fault } from './fault'
import { allReferences, type Reference } from './references'

/** References to nothing, and text that a `Fn::Sub` takes for a reference. */
export const referenceFaults: Check = (template) => {
  const known = new Set([...Object.keys(template.Resources), ...Object.keys(asObject(template.Parameters))])
  const places = [...Object.entries(template.Resources), ...Object.entries(asObject(template.Outputs))]
  return places.flatMap(([logicalId, value]) => {
    const { DependsOn, ...rest } = asObject(value)
    const dependencies = [DependsOn ?? []].flat().map((name) => ({ name: String(name), isSubstitution: false }))
    return distinct(
      [...dependencies, ...allReferences(rest)]
        .filter(({ name }) => !known.has(name) && !name.startsWith('AWS::'))
        .map((reference) => faultOf(logicalId, reference)),
    )
  })
}

function faultOf(logicalId: string, { name, attribute, isSubstitution }: Reference): Fault {
  // a logical id has letters and digits only, and begins with a capital in all that people write
  if (isSubstitution && !/^[A-Z][0-9A-Za-z]*$/.test(name)) {
    const text = `\${${[name, attribute].filter((part) => part !== undefined).join('.')}}`
    const message = `A Fn::Sub of ${logicalId} takes "${text}" for a reference; as text it is written "${text.replace('${', '${!')}".`
    return { code: 'literal-in-sub', logicalId, message, mention: text }
  }
  return {
    code: 'dangling-reference',
    logicalId,
    message: `${logicalId} refers to ${name}, which does not exist.`,
    mention: name,
  }
}

function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [fault.message, fault])).values()]
}

/** `Fn::GetAtt` of attributes that a type does not have, in the named resources. */
export function attributeFaults(template: Template, ids: ReadonlySet<string>): Fault[] {
  return Object.entries(template.Resources)
    .filter(([id]) => ids.has(id))
    .flatMap(([logicalId, resource]) =>
      distinct(
        allReferences(resource).flatMap(({ name, attribute }) => {
          const type = template.Resources[name]?.Type
          if (attribute === undefined || type === undefined || hasAttribute(type, attribute)) return []
          const message = `${logicalId} asks for ${name}.${attribute}; a ${type} has no such attribute.`
          return [{ code: 'unknown-attribute', logicalId, message, mention: name }]
        }),
      ),
    )
}

/** Types whose attributes are whatever somebody makes them, or that have more than the schemas say. */
const OPEN_TYPES =
  /^AWS::(CloudFormation::|ServiceCatalog::CloudFormationProvisionedProduct$|Elasticsearch::Domain$)|^(?!AWS::)/

function hasAttribute(type: string, attribute: string): boolean {
  const spec = resourceSpec(type)
  if (!spec || OPEN_TYPES.test(type)) return true
  // attributes of members of a map are told by the map alone
  const [first = attribute] = attribute.split('.')
  return Object.keys(spec.attributes).some((name) => name === attribute || name.split('.')[0] === first)
}
