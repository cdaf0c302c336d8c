import { asObject } from '../../load/document'
import type { Service } from '../../load/service'
import { nameRule } from '../physical-names'
import type { Template } from '../template'
import type { Fault } from './fault'
import { literalText } from './literal'

/** Types whose physical names collide between templates of one deployment: CloudFormation creates before it deletes. */
interface Named {
  readonly logicalId: string
  readonly name: string
  readonly property: string
}

/** Resources of the template after whose name another resource has: one of the template after, or one that goes only afterwards. */
export function nameClashes(before: Template, after: Template, service: Service): Fault[] {
  const old = namesOf(before, service)
  const fresh = namesOf(after, service)
  return [...fresh].flatMap(([key, owners]) => {
    const previous = old.get(key) ?? []
    const [first] = owners
    if (!first) return []
    const isNew = owners.filter(({ logicalId }) => !previous.some((other) => other.logicalId === logicalId))
    const holder = previous.find(({ logicalId }) => !owners.some((owner) => owner.logicalId === logicalId))
    return isNew.flatMap((owner): Fault[] => {
      const other = owners.find(({ logicalId }) => logicalId !== owner.logicalId) ?? holder
      if (!other) return []
      const why = owners.includes(other) ? 'has that name too' : 'has it until this deployment is done'
      return [
        {
          code: 'physical-name-taken',
          logicalId: owner.logicalId,
          message: `${owner.logicalId} is created as "${owner.name}", and ${other.logicalId} ${why}.`,
          path: ['Properties', owner.property],
        },
      ]
    })
  })
}

/** Resources by type and name, where the name is known. */
function namesOf(template: Template, service: Service): Map<string, Named[]> {
  const found = new Map<string, Named[]>()
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const rule = nameRule(resource?.Type)
    const name = rule && literalText(asObject(resource.Properties)[rule.property], service)
    if (!rule || name === undefined) continue
    const bus = resource.Type === 'AWS::Events::Rule' ? JSON.stringify(resource.Properties?.EventBusName ?? '') : ''
    const key = [resource.Type, bus, name].join('\0')
    found.set(key, [...(found.get(key) ?? []), { logicalId, name, property: rule.property }])
  }
  return found
}
