import type { Billing } from '../advise/billing'
import type { FunctionRef, Service } from '../load/service'
import type { InvokeSite, Target } from '../scan/site'
import type { Analysis } from './analyze'
import {
  type CalleeEntry,
  type FunctionName,
  SCHEMA_VERSION,
  type ScanDocument,
  type ServiceEntry,
  type SiteEntry,
  type TargetEntry,
} from './document'

/** The result of a scan as plain data. */
export function scanDocument({ context, services, sites, advice, billing, relocatable }: Analysis): ScanDocument {
  return {
    schemaVersion: SCHEMA_VERSION,
    services: services.map(serviceEntry),
    sites: sites.map((site, index) =>
      siteEntry(site, advice[index] ?? { verdict: 'keep', reasons: [] }, billing(site), relocatable),
    ),
    diagnostics: context.diagnostics.list(),
  }
}

export function serviceEntry(service: Service): ServiceEntry {
  return {
    service: service.name,
    config: service.config,
    stage: service.stage,
    functions: service.functions.map(({ key, name, handler }) => ({ key, name, ...(handler && { handler }) })),
  }
}

export function siteEntry(
  site: InvokeSite,
  { verdict, reasons }: Analysis['advice'][number],
  billing: Billing | undefined,
  relocatable: Analysis['relocatable'],
): SiteEntry {
  const callee = reasons.some(({ code }) => RESTING.has(code)) ? calleeEntry(site.target, relocatable) : undefined
  return {
    file: site.module.file,
    line: site.line,
    column: site.column,
    kind: site.kind,
    sdk: site.sdk,
    invocation: site.invocation,
    callers: site.callers.map(functionName),
    target: targetEntry(site.target),
    response: site.response,
    test: site.isTest,
    verdict,
    reasons,
    ...(billing && { billing }),
    ...(callee && { callee }),
  }
}

/** Reasons that rest on what the callee does. */
const RESTING: ReadonlySet<string> = new Set(['callee-relocatable', 'callee-not-relocatable', 'no-effect'])

function calleeEntry(target: Target, relocatable: Analysis['relocatable']): CalleeEntry | undefined {
  if (target.status !== 'resolved') return undefined
  const { isRelocatable, outside, effects, witness } = relocatable(target.ref)
  return { relocatable: isRelocatable, outside, effects, ...(witness && { witness }) }
}

function functionName({ service, function: fn }: FunctionRef): FunctionName {
  return { service: service.name, function: fn.key }
}

function targetEntry(target: Target): TargetEntry {
  if (target.status === 'resolved') {
    const unsetFor = target.unsetFor.map(functionName)
    return { status: 'resolved', ...functionName(target.ref), ...(unsetFor.length > 0 && { unsetFor }) }
  }
  if (target.status === 'candidates') return { status: 'candidates', functions: target.refs.map(functionName) }
  return target
}
