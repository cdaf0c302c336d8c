import { asObject } from '../../load/document'
import { escapeRegExp } from '../../load/function-name'
import type { FunctionRef } from '../../load/service'
import { parameter } from '../../scan/params'
import type { InvokeSite } from '../../scan/site'
import type { Value } from '../../syntax/evaluate/value'
import type { Obligation } from '../transform'

/** How many texts a name may be before it is not looked at. */
const MAX_TEXTS = 64

/**
 * A name that has a stage written out calls that stage's function wherever it is deployed; what takes its place calls
 * the function of its own stage. The obligation that this is what was meant, where a site has such a name.
 */
export function stageObligation(site: InvokeSite): Obligation | undefined {
  if (site.target.status !== 'resolved') return undefined
  const { ref } = site.target
  if (!isNamedByStage(ref)) return undefined
  const name = fixedNames(parameter(site.params, 'FunctionName'), site).find((text) => hasStage(ref, text))
  return name === undefined
    ? undefined
    : {
        code: 'stage-literal',
        status: 'waived',
        message: `The name "${name}" has its stage written out: deployed to another stage, the code now reaches that stage's own "${ref.function.key}".`,
      }
}

/** Names that are the same in every stage. */
function fixedNames(value: Value, site: InvokeSite): string[] {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? [value.value] : []
    case 'one-of':
      return value.values.flatMap((choice) => fixedNames(choice, site))
    case 'text':
      return joinedTexts(value.parts.map((part) => (typeof part === 'string' ? [part] : fixedNames(part, site))))
    case 'fallback':
      return [...fixedNames(value.first, site), ...(isUnset(value.first, site) ? fixedNames(value.second, site) : [])]
    case 'environment':
      return site.callers.flatMap((caller) => writtenInConfiguration(caller, value.key))
    default:
      return []
  }
}

/** Every text that choices of its pieces make; none where there are too many. */
function joinedTexts(pieces: readonly (readonly string[])[]): string[] {
  return pieces.reduce<string[]>(
    (texts, choices) => {
      const made = texts.flatMap((text) => choices.map((choice) => text + choice))
      return made.length > MAX_TEXTS ? [] : made
    },
    [''],
  )
}

/** Whether a value is a variable that the configuration of a caller does not set: what stands in for it is used always. */
function isUnset(value: Value, { callers }: InvokeSite): boolean {
  if (value.kind !== 'environment') return false
  return callers.some(
    ({ function: fn }) => !fn.hasOpenEnvironment && !fn.environment[value.key] && !isSetByLambda(value.key),
  )
}

/** Names that Lambda keeps for itself. */
function isSetByLambda(key: string): boolean {
  return /^(AWS_|LAMBDA_|_)/.test(key)
}

/** A variable of the configuration whose text has no variable in it. */
function writtenInConfiguration({ service, function: fn }: FunctionRef, key: string): string[] {
  const document = asObject(service.document.value)
  const own = asObject(asObject(asObject(document.functions)[fn.key]).environment)
  const shared = asObject(asObject(document.provider).environment)
  const text = own[key] ?? shared[key]
  return typeof text === 'string' && !text.includes('${') ? [text] : []
}

/** Whether the name that a function is deployed with has the stage in it. */
function isNamedByStage({ service, function: fn }: FunctionRef): boolean {
  const raw = asObject(asObject(asObject(service.document.value).functions)[fn.key]).name ?? fn.data.name
  return raw === undefined || (typeof raw === 'string' && /\$\{[^}]*stage/.test(raw))
}

/** Of the name of a function with variables in it, what it can be in some stage. */
function patternOf(name: string): RegExp {
  const pieces = name.split(/\$\{(?:[^{}]|\$\{[^}]*\})*\}/)
  return new RegExp(`^${pieces.map(escapeRegExp).join('[\\w-]+')}$`)
}

/** Whether a text is the name, ARN or not, of the function in some stage. */
function hasStage({ service, function: fn }: FunctionRef, text: string): boolean {
  const [name = ''] = (/(?:^|:)function:([^:]+)/.exec(text)?.[1] ?? text).split(':')
  const written = asObject(asObject(asObject(service.document.value).functions)[fn.key]).name ?? fn.data.name
  if (typeof written === 'string') return patternOf(written).test(name)
  return name.startsWith(`${service.name}-`) && name.endsWith(`-${fn.key}`)
}
