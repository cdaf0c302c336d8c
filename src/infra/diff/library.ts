import { isDeepStrictEqual } from 'node:util'
import type { ResourceDifference, TemplateDiff } from '@aws-cdk/cloudformation-diff'
import { resourceReferences } from '../check/references'
import { loadServiceSpec } from '../service-spec'
import type { Template } from '../template'

export type { ResourceDifference, TemplateDiff }

/**
 * Compares two normalized templates with `@aws-cdk/cloudformation-diff`, which is used here and nowhere else and loaded
 * on first use. Its time grows faster than the number of resources: it is given those that differ, and those that refer
 * to one that is replaced, because they may have to be replaced with it. The others add nothing to the result.
 */
export function compareTemplates(before: Template, after: Template): TemplateDiff {
  const differing = differingIds(before, after)
  const difference = diffOf(before, after, differing)
  const replaced = difference.resources.filter((change) => change !== undefined && isReplacement(change)).logicalIds
  if (replaced.length === 0) return difference
  return diffOf(before, after, new Set([...differing, ...referrers(after, replaced)]))
}

/** Whether CloudFormation replaces a resource, or may do so. */
export function isReplacement({ changeImpact }: ResourceDifference): boolean {
  return changeImpact === 'WILL_REPLACE' || changeImpact === 'MAY_REPLACE'
}

/** What a template grants, as the library reads statements: those of the named resources. */
export function statementsOf(template: Template, ids: Iterable<string>): TemplateDiff['iamChanges']['statements'] {
  const none = { ...template, Resources: {} }
  return diffOf(none, template, new Set(ids)).iamChanges.statements
}

function diffOf(before: Template, after: Template, ids: ReadonlySet<string>): TemplateDiff {
  loadServiceSpec()
  const { diffTemplate } = require('@aws-cdk/cloudformation-diff') as typeof import('@aws-cdk/cloudformation-diff')
  const only = (template: Template) => ({
    ...template,
    Resources: Object.fromEntries(Object.entries(template.Resources).filter(([id]) => ids.has(id))),
  })
  return diffTemplate(only(before), only(after))
}

/** Resources that are not the same on both sides. */
export function differingIds(before: Template, after: Template): Set<string> {
  const ids = new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)])
  return new Set([...ids].filter((id) => !isDeepStrictEqual(before.Resources[id], after.Resources[id])))
}

/** Resources that refer to one of `ids`, through any number of others. */
function referrers(template: Template, ids: readonly string[]): Set<string> {
  const users = new Map<string, string[]>()
  for (const [id, resource] of Object.entries(template.Resources)) {
    for (const target of resourceReferences(resource)) users.set(target, [...(users.get(target) ?? []), id])
  }
  const found = new Set<string>()
  const queue = [...ids]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const user of users.get(id) ?? []) {
      if (found.has(user)) continue
      found.add(user)
      queue.push(user)
    }
  }
  return found
}
