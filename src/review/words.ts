import type { IamChange, InfraDiff, PropertyChange } from '../infra/diff/model'
import { isObject } from '../load/document'
import type { PlanDocument, PlannedSite, SiteEntry } from '../plan/document'

/** Phrases that several renderers use. */

export function placeOf({ file, line }: { file: string; line: number }): string {
  return `${file}:${line}`
}

/** Who calls whom: `order → mail`; a callee of another service with its service, `order → mailing/send`. */
export function callText(site: SiteEntry): string {
  return `${callerText(site)} → ${targetText(site)}`
}

function callerText({ callers }: SiteEntry): string {
  const names = callers.map((caller) => caller.function)
  if (names.length === 0) return '(no function)'
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}

function targetText({ callers, target }: SiteEntry): string {
  const isOwn = (service: string) => callers.length > 0 && callers.every((caller) => caller.service === service)
  const named = (ref: { service: string; function: string }) =>
    isOwn(ref.service) || callers.length === 0 ? ref.function : `${ref.service}/${ref.function}`
  switch (target.status) {
    case 'resolved':
      return named(target)
    case 'candidates':
      return target.functions.map(named).join(' | ')
    case 'external':
      return `${target.name} (not here)`
    case 'unresolved':
      return `? (${target.code})`
  }
}

/** `1 call`, `2 calls`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** How a site came out: `inline`, `sqs refused`, `keep`. */
export function outcomeText(site: PlannedSite): string {
  if (site.outcome === 'rewritten') return site.transform ?? site.verdict
  return site.outcome === 'refused' ? `${site.verdict} refused` : site.verdict
}

/** A value of a template in one line; references as they are read: `${Queue.Arn}`. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  const [entry, ...rest] = isObject(value) ? Object.entries(value) : []
  const text = entry && rest.length === 0 ? intrinsicText(entry[0], entry[1]) : undefined
  return text ?? JSON.stringify(value)
}

function intrinsicText(name: string, argument: unknown): string | undefined {
  if (name === 'Ref') return `\${${String(argument)}}`
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) return `\${${argument.join('.')}}`
  if (name === 'Fn::Sub') return Array.isArray(argument) ? substituted(argument[0], argument[1]) : String(argument)
  const [separator, parts] = name === 'Fn::Join' && Array.isArray(argument) ? argument : []
  return Array.isArray(parts) ? parts.map(valueText).join(String(separator)) : undefined
}

/** `${a}:*` with the values of its variables. */
function substituted(template: unknown, variables: unknown): string {
  return String(template).replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    isObject(variables) && name in variables ? valueText(variables[name]) : whole,
  )
}

export function iamText({ effect, actions, resources, principals }: IamChange): string {
  return `${effect} ${actions.join(', ')} on ${resources.map(readable).join(', ') || '*'} for ${principals.map(principalText).join(', ')}`
}

function principalText(principal: string): string {
  return readable(principal.replace(/^(AWS|Service):/, ''))
}

/** The diff library prints intrinsics that it cannot simplify as JSON. */
function readable(text: string): string {
  if (!text.startsWith('{')) return text
  try {
    return valueText(JSON.parse(text))
  } catch {
    return text
  }
}

export function propertyText({ path, before, after }: PropertyChange): { sign: '+' | '-' | '~'; text: string } {
  if (before === undefined) return { sign: '+', text: `${path}: ${valueText(after)}` }
  if (after === undefined) return { sign: '-', text: `${path}: ${valueText(before)}` }
  return { sign: '~', text: `${path}: ${valueText(before)} → ${valueText(after)}` }
}

/** Properties worth a line: what every function and log group has anyway is left out. */
export function tellingProperties(properties: readonly PropertyChange[]): readonly PropertyChange[] {
  return properties.filter(({ path, before, after }) => {
    if (before !== undefined && after !== undefined) return true
    // the states of a new machine stand in the code diff
    return !/^(Code\.|FunctionName$|CodeSha256|Policies|Definition\.(States|Comment|QueryLanguage)\b)/.test(path)
  })
}

/** Permissions of roles are told in their own table. */
export function isPolicyChange({ path }: PropertyChange): boolean {
  return /^Policies\b|^PolicyDocument\b|^AssumeRolePolicyDocument\b/.test(path)
}

/** `Plan: 3 of 5 sites rewritten, 1 refused. Infrastructure: 4 to create…` */
export function summaryText(plan: PlanDocument): string {
  const count = (outcome: PlannedSite['outcome']) => plan.sites.filter((site) => site.outcome === outcome).length
  const sites = `${count('rewritten')} of ${counted(plan.sites.length, 'site')} rewritten, ${count('refused')} refused, ${count('kept')} kept`
  const files = new Set([
    ...plan.edits.map(({ file }) => file),
    ...plan.createdFiles.map(({ file }) => file),
    ...plan.deletedFiles.map(({ file }) => file),
  ])
  return `Plan: ${sites}; ${counted(files.size, 'file')} ${files.size === 1 ? 'changes' : 'change'}. ${infraSummary(plan.infra)}`
}

function infraSummary(infra: readonly InfraDiff[]): string {
  if (infra.length === 0) return 'No changes of infrastructure.'
  const sum = (count: (diff: InfraDiff) => number) => infra.reduce((total, diff) => total + count(diff), 0)
  const iam = (change: IamChange['change']) => sum((diff) => diff.iam.filter((row) => row.change === change).length)
  return `Infrastructure: ${sum((d) => d.created.length)} to create, ${sum((d) => d.changed.length)} to change, ${sum((d) => d.replaced.length)} to replace, ${sum((d) => d.destroyed.length)} to destroy; permissions +${iam('added')} -${iam('removed')}.`
}
