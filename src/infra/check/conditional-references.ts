import { isObject } from '../../load/document'
import type { Check } from './fault'
import { referencesOf } from './references'

/**
 * References of what always exists to what exists under a condition: where that does not hold, CloudFormation takes no
 * resource of the stack. The packager gives a function its `condition`, and its events none.
 */
export const conditionalReferenceFaults: Check = ({ Resources }) =>
  Object.entries(Resources).flatMap(([logicalId, { Condition: own, DependsOn: _order, ...rest }]) => {
    // whether one condition implies another is not known
    if (own !== undefined) return []
    return [...referencesOf(withoutChoices(rest))].flatMap((name) => {
      const condition = Resources[name]?.Condition
      if (condition === undefined) return []
      const message = `${logicalId} refers to ${name}, which does not exist unless the condition "${condition}" holds.`
      return [{ code: 'dangling-reference', logicalId, message, mention: name } as const]
    })
  })

/** A value without what stands in it under a condition. */
function withoutChoices(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutChoices)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key === 'Fn::If' ? [] : [[key, withoutChoices(item)]])),
  )
}
