import { asObject } from '../../load/document'
import { compare } from '../../messages/diagnostic'
import { physicalNameProperty } from '../physical-names'
import { isStateful } from '../stateful'
import type { Resource } from '../template'
import { isReplacement, type ResourceDifference } from './library'
import type { Impact, PropertyChange, ResourceChange } from './model'
import { addedLeaves, leafChanges, removedLeaves } from './property-changes'
import { redacted, redactedChange } from './redact'
import { valueText } from './value-text'

const KEEPS = new Set(['Retain', 'RetainExceptOnCreate'])

/** One row of the diff; `undefined` where nothing that shows has changed. */
export function resourceChange(logicalId: string, change: ResourceDifference): ResourceChange | undefined {
  const type = change.newResourceType ?? change.oldResourceType ?? ''
  const properties = propertiesOf(change)
  if (change.isUpdate && properties.length === 0 && !isReplacement(change)) return undefined
  const [before, after] = [change.oldValue, change.newValue] as [Resource | undefined, Resource | undefined]
  const impact = impactOf(change, properties)
  const policy = impact === 'destroy' ? before?.DeletionPolicy : after?.UpdateReplacePolicy
  const isRetained = policy !== undefined && KEEPS.has(policy)
  const goes = impact === 'destroy' || impact === 'replace' || impact === 'may-replace'
  const holdsData = isStateful(change.oldResourceType ?? type)
  const renamed = renaming(change, type)
  return {
    logicalId,
    type,
    impact: isRetained && impact === 'destroy' ? 'orphan' : impact,
    properties: properties.map(redactedChange).sort((a, b) => compare(a.path, b.path)),
    isStateful: holdsData,
    isRetained,
    losesData: goes && holdsData && !isRetained && policy !== 'Snapshot',
    ...(renamed && { renamed }),
    sites: [],
  }
}

function impactOf(change: ResourceDifference, properties: readonly PropertyChange[]): Impact {
  if (change.isAddition) return 'create'
  if (change.isRemoval) return 'destroy'
  if (change.changeImpact === 'WILL_REPLACE' || change.oldResourceType !== change.newResourceType) return 'replace'
  return change.changeImpact === 'MAY_REPLACE' || properties.some(({ replaces }) => replaces) ? 'may-replace' : 'update'
}

function propertiesOf(change: ResourceDifference): PropertyChange[] {
  const kept = (leaf: Omit<PropertyChange, 'replaces'>): PropertyChange => ({ ...leaf, replaces: false })
  if (change.isAddition)
    return [...addedLeaves('', asObject(change.newValue?.Properties)).map(kept), ...policies(change)]
  if (change.isRemoval) return removedLeaves('', asObject(change.oldValue?.Properties)).map(kept)
  if (change.oldResourceType !== change.newResourceType) {
    return [{ path: 'Type', before: change.oldResourceType, after: change.newResourceType, replaces: true }]
  }
  const properties = Object.entries(change.propertyUpdates).flatMap(([name, update]) => {
    const replaces = update.changeImpact === 'WILL_REPLACE' || update.changeImpact === 'MAY_REPLACE'
    return leafChanges(name, update.oldValue, update.newValue).map((leaf) => ({ ...leaf, replaces }))
  })
  const others = Object.entries(change.otherChanges).flatMap(([name, update]) =>
    name === 'Type' || name === 'DependsOn' ? [] : leafChanges(name, update.oldValue, update.newValue).map(kept),
  )
  return [...properties, ...others]
}

/** What becomes of a new resource when it goes. */
function policies({ newValue }: ResourceDifference): PropertyChange[] {
  return ['DeletionPolicy', 'UpdateReplacePolicy'].flatMap((path) => {
    const after: unknown = newValue?.[path]
    return after === undefined ? [] : [{ path, after, replaces: false }]
  })
}

function renaming(change: ResourceDifference, type: string): ResourceChange['renamed'] {
  const property = physicalNameProperty(type)
  if (!change.isUpdate || property === undefined) return undefined
  const [before, after] = [change.oldValue?.Properties?.[property], change.newValue?.Properties?.[property]]
  if (before === undefined || after === undefined) return undefined
  const names = { before: valueText(redacted(before)), after: valueText(redacted(after)) }
  return names.before === names.after ? undefined : names
}
