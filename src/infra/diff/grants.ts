import { isDeepStrictEqual } from 'node:util'
import type { TemplateDiff } from './library'
import type { IamChange } from './model'
import { readable } from './value-text'

type Statements = TemplateDiff['iamChanges']['statements']['additions']

/** A single grant: one action on one resource for one principal. */
export interface Grant {
  readonly effect: string
  readonly action: string
  readonly resource: string
  readonly principal: string
  readonly condition: unknown
  readonly except: NonNullable<IamChange['except']>
}

/** The single grants of statements, by their content. */
export function grantsOf(statements: Statements): Map<string, Grant> {
  const grants = statements.flatMap(({ effect, actions, resources, principals, condition }) => {
    const except = Object.entries({ actions, resources, principals })
      .filter(([, { not }]) => not)
      .map(([name]) => name as Grant['except'][number])
    return actions.values.flatMap((action) =>
      orBlank(resources.values).flatMap((resource) =>
        orBlank(principals.values).map(
          (principal): Grant => ({ effect, action, resource: readable(resource), principal, condition, except }),
        ),
      ),
    )
  })
  return new Map(grants.map((grant) => [JSON.stringify(grant), grant]))
}

function orBlank(values: readonly string[]): readonly string[] {
  return values.length > 0 ? values : ['']
}

/** Whether one of `others` grants (or denies) all that a grant does: by wildcards, or without its condition. */
export function isCovered(grant: Grant, others: readonly Grant[]): boolean {
  return others.some((other) => {
    if (other.effect !== grant.effect || other.principal !== grant.principal) return false
    if (other.condition !== undefined && !isDeepStrictEqual(other.condition, grant.condition)) return false
    // what "everything but" means is not compared
    if (other.except.length > 0 || grant.except.length > 0) {
      return isDeepStrictEqual({ ...other, condition: 0 }, { ...grant, condition: 0 })
    }
    return matches(other.action.toLowerCase(), grant.action.toLowerCase()) && matches(other.resource, grant.resource)
  })
}

/** Whether a pattern of IAM takes in a text, which may itself hold wildcards. References are compared as written. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\?/g, '.'))
    .join('.*')
  return new RegExp(`^${source}$`, 's').test(text)
}
