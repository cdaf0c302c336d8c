import type { JsonTypes } from '../../analysis/json-shape'
import type { Service } from '../../load/service'
import { missingFeature } from '../shared/tools'
import type { TransformContext } from '../transform'

/** The types that filters of subscriptions rest on; `undefined` where the framework of a service writes no filters. */
export function filterTypes(
  { workspace, types }: Pick<TransformContext, 'workspace' | 'types'>,
  service: Service,
): JsonTypes | undefined {
  return types && missingFeature(workspace, service, ['sns.filterPolicyScope']) ? undefined : types
}
