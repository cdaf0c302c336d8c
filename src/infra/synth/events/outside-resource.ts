import { getAtt } from '../../template'
import type { TemplateBuilder } from '../builder'
import { type CustomResource, customFunctionId, forceDeploy } from './custom-resource'
import type { EventEntry } from './event'
import { aliasId, targetAlias } from './target'

/** A custom resource that configures, for one function, what this stack does not own. */
export interface OutsideResource {
  readonly id: string
  /** First of the function's events that it stands for. */
  readonly first: EventEntry
  /** Names of what it configures. */
  readonly targets: readonly string[]
  readonly properties: Readonly<Record<string, unknown>>
}

/** Adds the custom resources of one type. What changes the same target is made one after the other. */
export function addOutsideResources(
  builder: TemplateBuilder,
  type: `Custom::${string}`,
  handler: CustomResource,
  all: readonly OutsideResource[],
): void {
  const byTarget = new Map<string, string[]>()
  for (const { id, first, targets, properties } of all) {
    for (const target of targets) byTarget.set(target, [...(byTarget.get(target) ?? []), id])
    builder.add(id, {
      Type: type,
      Version: 1,
      DependsOn: [first.fn.logicalId, aliasId(first.fn) ?? [], customFunctionId(handler)].flat(),
      Properties: {
        ServiceToken: getAtt(customFunctionId(handler)),
        FunctionName: first.fn.name,
        FunctionQualifier: targetAlias(first.fn)?.name,
        ...properties,
        ...forceDeploy(builder, first),
      },
    })
  }
  inOrder(builder, [...new Set([...byTarget.values()].flat())])
}

/** Each waits for the one before. */
function inOrder(builder: TemplateBuilder, ids: readonly string[]): void {
  ids.slice(1).forEach((id, index) => {
    const before = builder.resources[id]?.DependsOn
    const previous = ids[index]
    if (Array.isArray(before) && previous !== undefined) before.push(previous)
  })
}
