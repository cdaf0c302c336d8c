import type { Cause } from '../../src/infra/diff/causes'
import type { InfraDiff } from '../../src/infra/diff/model'
import type { Template } from '../../src/infra/template'
import { analyze } from '../../src/plan/analyze'
import { diffServices } from '../../src/plan/diff-services'
import { memoryWorkspace } from '../../src/workspace/overlay'

type Files = Readonly<Record<string, string>>

/** What it does to the stacks when files become others. */
export function infraOf(before: Files, after: Files, causes: readonly Cause[] = []): readonly InfraDiff[] {
  return diffServices(analyze(memoryWorkspace(before)), memoryWorkspace({ ...before, ...after }), causes).infra
}

/** The diff of the only service. */
export function diffOf(before: string, after: string, others: Files = {}): InfraDiff {
  const [diff] = infraOf({ 'serverless.yml': before, ...others }, { 'serverless.yml': after })
  if (!diff) throw new Error('Nothing differs.')
  return diff
}

/** A template of nothing but these resources. */
export function templateOf(resources: Readonly<Record<string, unknown>>, rest: Partial<Template> = {}): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: '',
    Resources: resources as Template['Resources'],
    Outputs: {},
    ...rest,
  }
}

/** `text`, every line indented by `by` blanks. */
export function indented(text: string, by: number): string {
  return text.trim().replace(/^/gm, ' '.repeat(by))
}
