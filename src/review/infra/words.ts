import type { Finding, IamChange, InfraDiff, NetworkChange, OutputChange, PropertyChange } from '../../infra/diff/model'
import { readable, valueText } from '../../infra/diff/value-text'
import { asObject } from '../../load/document'

/** Phrases of the infrastructure diff that several renderers use. */

export function iamText({
  effect,
  actions,
  resources,
  principals,
  except = [],
  condition,
  managedPolicy,
  ...row
}: IamChange): string {
  const to = principals.map(principalText).join(', ')
  if (managedPolicy !== undefined) return `Managed policy ${managedPolicy} for ${to}`
  const but = (list: NonNullable<IamChange['except']>[number]) => (except.includes(list) ? 'everything but ' : '')
  const what = `${effect} ${but('actions')}${actions.join(', ')} on ${but('resources')}${resourcesText(resources)}`
  const who = principals.length === 0 ? '' : ` for ${but('principals')}${to}`
  const when = condition === undefined ? '' : ` if ${conditionText(condition)}`
  return `${what}${who}${when}${row.hasWildcard && row.broadens ? ' (wildcard)' : ''}`
}

/** `ArnLike AWS:SourceArn arn:…:rule/x`. */
function conditionText(condition: unknown): string {
  const tests = Object.entries(asObject(condition)).flatMap(([operator, keys]) =>
    Object.entries(asObject(keys)).map(([key, value]) => {
      const wanted = typeof value === 'string' ? readable(value) : valueText(value)
      return `${operator} ${key} ${wanted}`
    }),
  )
  return tests.length > 0 ? tests.join(' and ') : valueText(condition)
}

/** `${F.Arn}` and `${F.Arn}:*` are one function and its versions. */
function resourcesText(resources: readonly string[]): string {
  const shown = resources
    .filter((resource) => !(resource.endsWith(':*') && resources.includes(resource.slice(0, -2))))
    .map((resource) => (resources.includes(`${resource}:*`) ? `${resource}[:*]` : resource))
  return shown.join(', ') || '*'
}

function principalText(principal: string): string {
  return readable(principal.replace(/^(AWS|Service):/, ''))
}

export function networkText({ direction, group, protocol, peer }: NetworkChange): string {
  return direction === 'ingress'
    ? `Allow ${protocol} from ${peer} into ${group}`
    : `Allow ${protocol} from ${group} to ${peer}`
}

export function propertyText({ path, before, after }: Omit<PropertyChange, 'replaces'>): {
  sign: '+' | '-' | '~'
  text: string
} {
  if (before === undefined) return { sign: '+', text: `${path}: ${valueText(after)}` }
  if (after === undefined) return { sign: '-', text: `${path}: ${valueText(before)}` }
  return { sign: '~', text: `${path}: ${valueText(before)} → ${valueText(after)}` }
}

export function outputText({ logicalId, exportName, before, after }: OutputChange): string {
  const { text } = propertyText({ path: logicalId, before, after })
  return exportName === undefined ? text : `${text} (exported as ${exportName})`
}

export function findingText({ code, message, file, line, side }: Finding): string {
  if (file === undefined || line === undefined) return `${code}: ${message}`
  return `${code} (${file}:${line}${side === 'after' ? ' after the rewrite' : ''}): ${message}`
}

/** Properties worth a line: what every function and log group has anyway is left out. */
export function tellingProperties(properties: readonly PropertyChange[]): readonly PropertyChange[] {
  return properties.filter(({ path, before, after }) => {
    if (before !== undefined && after !== undefined) return true
    // the states of a new machine stand in the code diff; here they are named
    return !/^(Code\.|FunctionName$|CodeSha256|Policies|Definition\.(States|Comment|QueryLanguage)\b)/.test(path)
  })
}

/** Permissions of roles are told in their own table. */
export function isPolicyChange({ path }: PropertyChange): boolean {
  return /^(Policies|PolicyDocument|AssumeRolePolicyDocument|ManagedPolicyArns)\b/.test(path)
}

/** `5 to create, 4 to change, 0 to replace, 2 to destroy; permissions +5 -1`. */
export function countsText(infra: readonly InfraDiff[]): string {
  const sum = (count: (diff: InfraDiff) => number) => infra.reduce((total, diff) => total + count(diff), 0)
  const ofChange = (list: (diff: InfraDiff) => readonly { readonly change: string }[], change: string) =>
    sum((diff) => list(diff).filter((row) => row.change === change).length)
  const resources = `${sum((d) => d.created.length)} to create, ${sum((d) => d.changed.length)} to change, ${sum((d) => d.replaced.length)} to replace, ${sum((d) => d.destroyed.length)} to destroy`
  const added = ofChange((diff) => diff.network, 'added')
  const removed = ofChange((diff) => diff.network, 'removed')
  const network = added + removed > 0 ? `; network +${added} -${removed}` : ''
  return `${resources}; permissions +${ofChange((diff) => diff.iam, 'added')} -${ofChange((diff) => diff.iam, 'removed')}${network}`
}
