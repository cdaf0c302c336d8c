import { asObject } from '../../load/document'
import type { Service } from '../../load/service'
import { compare } from '../../messages/diagnostic'
import { type Compiled, newFindings } from '../check/check'
import type { Synthesized } from '../synth/synthesize'
import type { Template } from '../template'
import { compareTemplates } from './library'
import type { InfraDiff, ResourceChange } from './model'
import { networkChanges } from './network'
import { normalize } from './normalize'
import { outputChanges, sectionChanges } from './outputs'
import { iamChanges } from './permissions'
import { resourceChange } from './resource-change'

/** A service and what is compiled of it. */
export interface CompiledService extends Synthesized, Compiled {
  readonly template: Template
}

/**
 * Compares two templates of one service. Which sites cause what is told by `withCauses`.
 * @param others The other services of the repository: what they import may not go.
 */
export function diffTemplates(
  before: CompiledService,
  after: CompiledService,
  others: readonly Service[] = [],
): InfraDiff {
  const { service } = after
  const from = normalize(before.template)
  const to = normalize(after.template)
  const difference = compareTemplates(from, to)
  const rows: ResourceChange[] = []
  difference.resources.forEachDifference((logicalId, change) => {
    const row = resourceChange(logicalId, change)
    // a function has one version for each deployment: that it changes is told as "republished"
    if (row && row.type !== 'AWS::Lambda::Version') rows.push(row)
  })
  const having = (...impacts: ResourceChange['impact'][]) =>
    rows.filter(({ impact }) => impacts.includes(impact)).sort((a, b) => compare(a.logicalId, b.logicalId))
  return {
    service: service.name,
    config: service.config,
    stack: `${service.name}-${service.stage}`,
    created: having('create'),
    changed: having('update'),
    replaced: having('replace', 'may-replace'),
    destroyed: having('destroy', 'orphan'),
    iam: iamChanges(difference, from, to),
    network: networkChanges(difference),
    outputs: outputChanges(from, to),
    sections: sectionChanges(from, to),
    republished: republished(before.template, after.template),
    causes: [],
    findings: newFindings(before, after, others),
    notes: [...new Set(after.notes.map((note) => note.message))].sort(compare),
  }
}

/** Functions whose version has another id after. */
function republished(before: Template, after: Template): string[] {
  const versions = (template: Template) =>
    new Map(
      Object.entries(template.Resources)
        .filter(([, resource]) => resource?.Type === 'AWS::Lambda::Version')
        .map(([id, resource]) => [String(asObject(asObject(resource.Properties).FunctionName).Ref), id]),
    )
  const old = versions(before)
  return [...versions(after)]
    .filter(([fn, id]) => old.has(fn) && old.get(fn) !== id)
    .map(([fn]) => fn)
    .sort(compare)
}
