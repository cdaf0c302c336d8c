import { isDeepStrictEqual } from 'node:util'
import { asObject } from '../../load/document'
import { compare } from '../../messages/diagnostic'
import type { Template } from '../template'
import type { OutputChange, PropertyChange } from './model'
import { leafChanges } from './property-changes'
import { isSecretKey, redacted, redactedChange } from './redact'
import { valueText } from './value-text'

/** Outputs that are added, changed or removed. */
export function outputChanges(before: Template, after: Template): OutputChange[] {
  const [from, to] = [asObject(before.Outputs), asObject(after.Outputs)]
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].sort(compare).flatMap((logicalId): OutputChange[] => {
    const [old, fresh] = [asObject(from[logicalId]), asObject(to[logicalId])]
    const isSame = isDeepStrictEqual([old.Value, old.Export], [fresh.Value, fresh.Export])
    if (isSame && logicalId in from && logicalId in to) return []
    const isSecret = isSecretKey(logicalId)
    const exported = asObject((logicalId in from ? old : fresh).Export).Name
    return [
      {
        change: logicalId in from ? (logicalId in to ? 'changed' : 'removed') : 'added',
        logicalId,
        ...(exported !== undefined && { exportName: valueText(exported) }),
        ...(logicalId in from && { before: redacted(old.Value, isSecret) }),
        ...(logicalId in to && { after: redacted(fresh.Value, isSecret) }),
      },
    ]
  })
}

/** Sections that have their own place in the diff, or say nothing. */
const TOLD_ELSEWHERE = new Set(['Resources', 'Outputs', 'AWSTemplateFormatVersion'])

/** What differs in parameters, conditions, mappings and the like. */
export function sectionChanges(before: Template, after: Template): PropertyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !TOLD_ELSEWHERE.has(name),
  )
  return names
    .sort(compare)
    .flatMap((name) => leafChanges(name, before[name], after[name]))
    .map((leaf) => redactedChange({ ...leaf, replaces: false }))
}
