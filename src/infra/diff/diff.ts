import type { ResourceDifference, TemplateDiff } from '@aws-cdk/cloudformation-diff'
import { asObject } from '../../load/document'
import type { Service } from '../../load/service'
import { compare } from '../../messages/diagnostic'
import { newFindings } from '../check/check'
import type { Synthesized } from '../synth/synthesize'
import type { Resource, Template } from '../template'
import type { IamChange, InfraDiff, PropertyChange, ResourceChange } from './model'
import { normalize } from './normalize'
import { addedLeaves, leafChanges, removedLeaves } from './property-changes'

/** Compares two templates of one service. `@aws-cdk/cloudformation-diff` is used here and nowhere else. */
export function diffTemplates(service: Service, before: Synthesized, after: Synthesized): InfraDiff {
  const from = normalize(before.template)
  const to = normalize(after.template)
  const difference = compareTemplates(from, to)
  const rows = {
    created: [] as ResourceChange[],
    changed: [] as ResourceChange[],
    replaced: [] as ResourceChange[],
    destroyed: [] as ResourceChange[],
  }
  difference.resources.forEachDifference((logicalId, change) => {
    const row = toRow(logicalId, change)
    if (change.isAddition) rows.created.push(row)
    else if (change.isRemoval) rows.destroyed.push(row)
    else if (row.properties.some((property) => property.replaces)) rows.replaced.push(row)
    else if (row.properties.length > 0) rows.changed.push(row)
  })
  const versions = new Set([...rows.created, ...rows.destroyed].filter(isVersion).map((row) => row.logicalId))
  const visible = (list: ResourceChange[]) =>
    list.filter((row) => !versions.has(row.logicalId)).sort((a, b) => compare(a.logicalId, b.logicalId))
  return {
    service: service.name,
    config: service.config,
    stack: `${service.name}-${service.stage}`,
    created: visible(rows.created),
    changed: visible(rows.changed),
    replaced: visible(rows.replaced),
    destroyed: visible(rows.destroyed),
    iam: iamChanges(difference),
    republished: republished(before.template, after.template),
    findings: newFindings(before.template, after.template),
    notes: [...new Set(after.notes.map((note) => note.message))].sort(compare),
  }
}

/** The library loads a schema database of its own: only when something is compared. */
function compareTemplates(before: Template, after: Template): TemplateDiff {
  const { diffTemplate } = require('@aws-cdk/cloudformation-diff') as typeof import('@aws-cdk/cloudformation-diff')
  return diffTemplate({ ...before }, { ...after })
}

const STATEFUL =
  /^AWS::(SQS::Queue|DynamoDB::|S3::Bucket$|RDS::|Kinesis::Stream|Cognito::UserPool$|Logs::LogGroup|EFS::|ElastiCache::|OpenSearchService::|SecretsManager::Secret$)/

function toRow(logicalId: string, change: ResourceDifference): ResourceChange {
  const type = change.newResourceType ?? change.oldResourceType ?? ''
  const resource: Resource | undefined = (change.newValue ?? change.oldValue) as Resource | undefined
  return {
    logicalId,
    type,
    properties: propertiesOf(change).sort((a, b) => compare(a.path, b.path)),
    isStateful: STATEFUL.test(type),
    isRetained: resource?.DeletionPolicy === 'Retain',
  }
}

function propertiesOf(change: ResourceDifference): PropertyChange[] {
  const kept = (leaf: Omit<PropertyChange, 'replaces'>): PropertyChange => ({ ...leaf, replaces: false })
  if (change.isAddition) return addedLeaves('', asObject(change.newValue?.Properties)).map(kept)
  if (change.isRemoval) return removedLeaves('', asObject(change.oldValue?.Properties)).map(kept)
  const properties = Object.entries(change.propertyUpdates).flatMap(([name, update]) =>
    leafChanges(name, update.oldValue, update.newValue).map((leaf) => ({
      ...leaf,
      replaces: update.changeImpact === 'WILL_REPLACE' || update.changeImpact === 'MAY_REPLACE',
    })),
  )
  const others = Object.entries(change.otherChanges).flatMap(([name, update]) =>
    name === 'Type' || name === 'DependsOn' ? [] : leafChanges(name, update.oldValue, update.newValue).map(kept),
  )
  return [...properties, ...others]
}

function isVersion(row: ResourceChange): boolean {
  return row.type === 'AWS::Lambda::Version'
}

/** Permissions that are added or removed, wherever in the template they stand: roles, policies, resource permissions. */
function iamChanges(difference: TemplateDiff): IamChange[] {
  const { additions, removals } = difference.iamChanges.statements
  const added = grantsOf(additions)
  const removed = grantsOf(removals)
  // what a rewritten statement still grants is no change
  const onlyIn = (own: ReadonlyMap<string, Grant>, other: ReadonlyMap<string, Grant>) =>
    [...own].filter(([key]) => !other.has(key)).map(([, grant]) => grant)
  const rows = [...toRows('added', onlyIn(added, removed)), ...toRows('removed', onlyIn(removed, added))]
  return rows.sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)))
}

interface Grant {
  readonly effect: string
  readonly action: string
  readonly resource: string
  readonly principal: string
  readonly condition: string
}

type Statements = TemplateDiff['iamChanges']['statements']['additions']

/** Single grants: one action on one resource for one principal. */
function grantsOf(statements: Statements): Map<string, Grant> {
  const grants = statements.flatMap(({ effect, actions, resources, principals, condition }) => {
    const inverted = [actions, resources, principals].map(({ not }) => not)
    return actions.values.flatMap((action) =>
      orBlank(resources.values).flatMap((resource) =>
        orBlank(principals.values).map(
          (principal): Grant => ({
            effect,
            action,
            resource,
            principal,
            condition: JSON.stringify([condition ?? null, inverted]),
          }),
        ),
      ),
    )
  })
  return new Map(grants.map((grant) => [JSON.stringify(grant), grant]))
}

function orBlank(values: readonly string[]): readonly string[] {
  return values.length > 0 ? values : ['']
}

/** Grants that differ only in their actions are one row, and then those that differ only in their resources. */
function toRows(change: IamChange['change'], grants: readonly Grant[]): IamChange[] {
  const byActions = group(grants, ({ effect, resource, principal, condition }) => [
    effect,
    resource,
    principal,
    condition,
  ])
  const rows = byActions.map((list) => ({
    ...(list[0] as Grant),
    actions: list.map(({ action }) => action).sort(compare),
  }))
  return group(rows, ({ effect, actions, principal, condition }) => [effect, actions, principal, condition]).map(
    (list) => {
      const [{ effect, actions, principal }] = list as [(typeof rows)[number]]
      const resources = list
        .map(({ resource }) => resource)
        .filter((resource) => resource !== '')
        .sort(compare)
      return { change, effect, actions, resources, principals: principal === '' ? [] : [principal] }
    },
  )
}

function group<T>(items: readonly T[], keyOf: (item: T) => unknown): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()]
}

/** Functions whose version has another id after, though nothing else tells. */
function republished(before: Template, after: Template): string[] {
  const versions = (template: Template) =>
    new Map(
      Object.entries(template.Resources)
        .filter(([, resource]) => resource.Type === 'AWS::Lambda::Version')
        .map(([id, resource]) => [String(asObject(asObject(resource.Properties).FunctionName).Ref), id]),
    )
  const old = versions(before)
  return [...versions(after)]
    .filter(([fn, id]) => old.has(fn) && old.get(fn) !== id)
    .map(([fn]) => fn)
    .sort(compare)
}
