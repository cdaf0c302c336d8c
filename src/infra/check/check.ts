import type { ConfigPath } from '../../load/document'
import type { Service } from '../../load/service'
import { compare } from '../../messages/diagnostic'
import { differingIds } from '../diff/library'
import type { Finding } from '../diff/model'
import type { Template } from '../template'
import { newCircles } from './circles'
import { conditionalReferenceFaults } from './conditional-references'
import { duplicateIds } from './duplicates'
import { exportsInUse } from './exports'
import type { Fault } from './fault'
import { nameLengths, policySizes, resourceCount } from './limits'
import { lostNames } from './lost-names'
import { machineFaults } from './machines'
import { nameClashes } from './names'
import { mentionBelow, originOf } from './origin'
import type { ConfigPlace } from './place'
import { queueFaults } from './queues'
import { attributeFaults, referenceFaults } from './reference-faults'
import { weakenedRetention } from './retention'
import { schemaFaults } from './schema'

/** A service and its template. */
export interface Compiled {
  readonly service: Service
  readonly template: Template
  /** The line of a node of the configuration. */
  readonly placeOf?: (path: ConfigPath) => ConfigPlace
}

/**
 * What is wrong with the template after and was not with the one before: faults that packaging does not see and on which
 * a deployment fails, or loses something.
 * @param others The other services of the repository.
 */
export function newFindings(before: Compiled, after: Compiled, others: readonly Service[] = []): Finding[] {
  const ids = differingIds(before.template, after.template)
  const known = new Set(faultsOf(before, ids).map(keyOf))
  const { service } = after
  const faults: readonly Fault[] = [
    ...faultsOf(after, ids).filter((fault) => !known.has(keyOf(fault))),
    ...newCircles(before.template, after.template),
    ...nameClashes(before.template, after.template, service),
    ...lostNames(before.service, service, after.template),
    ...weakenedRetention(before.template, after.template),
    ...exportsInUse(before.template, after.template, service, others),
  ]
  return faults
    .map((fault) => toFinding(fault, fault.isOfBefore ? before : after))
    .sort((a, b) => compare(sortKey(a), sortKey(b)))
}

/** The faults of one template; those that need the schemas, of the named resources only. */
function faultsOf({ service, template }: Compiled, ids: ReadonlySet<string>): Fault[] {
  const duplicates = duplicateIds(service)
  // two resources in one fit no schema, and that is not what is wrong with them
  const merged = new Set(duplicates.map(({ logicalId }) => logicalId))
  const single = new Set([...ids].filter((id) => !merged.has(id)))
  return [
    ...referenceFaults(template),
    ...conditionalReferenceFaults(template),
    ...resourceCount(template),
    ...duplicates,
    ...attributeFaults(template, single),
    ...schemaFaults(template, single),
    ...queueFaults(template),
    ...machineFaults(template, single),
    ...nameLengths(template, service),
    ...policySizes(template, service),
  ]
}

function keyOf({ code, logicalId, subject, message }: Fault): string {
  return [code, logicalId, subject ?? message].join('\0')
}

function toFinding(fault: Fault, { service, placeOf }: Compiled): Finding {
  const { code, message, logicalId, path, mention, isOfBefore } = fault
  const origin = fault.at ?? (logicalId === '' ? [] : originOf(service, logicalId, path))
  const at = mention === undefined ? origin : mentionBelow(service, origin, mention)
  return {
    code,
    // what weakens a policy deploys, and shows when something is lost
    severity: code === 'retention-weakened' ? 'warning' : 'error',
    message,
    logicalId,
    ...(path && { path }),
    at,
    ...placeOf?.(at),
    side: isOfBefore ? 'before' : 'after',
  }
}

function sortKey({ severity, code, logicalId, message }: Finding): string {
  return [severity, code, logicalId, message].join('\0')
}
