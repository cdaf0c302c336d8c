import { ts } from 'ts-morph'
import type { ConfigObject } from '../load/document'
import { escapeRegExp, type FunctionName, fromConfiguration, fromText, HOLE, SYMBOL } from '../load/function-name'
import type { ExternalValue, Value } from '../syntax/evaluate/value'

/** What a caller's environment is known to hold. */
export interface EnvironmentView {
  readonly variables: ConfigObject
  /** Whether variables that are not listed may be set all the same: for a script, the shell has them. */
  readonly isOpen: boolean
  /** Whether the configuration declares more than could be read. */
  readonly isUnread?: boolean
}

const NOTHING_KNOWN: EnvironmentView = { variables: {}, isOpen: true }

/** All names that a value may be, for a caller with that environment. */
export function functionNames(value: Value, caller: EnvironmentView = NOTHING_KNOWN): FunctionName[] {
  switch (value.kind) {
    case 'literal':
      return [
        typeof value.value === 'string' && value.value !== ''
          ? fromText(value.value)
          : { kind: 'unknown', why: 'absent' },
      ]
    case 'environment':
      return [fromEnvironment(value.key, caller)]
    case 'text':
      return withoutLessKnown(spelledOut(value.parts).map((parts) => fromParts(parts, caller)))
    case 'one-of':
      return value.values.flatMap((choice) => functionNames(choice, caller))
    case 'fallback': {
      const first = functionNames(value.first, caller)
      if (!first.every((name) => name.kind === 'unknown')) return first
      const second = functionNames(value.second, caller)
      return second.every((name) => name.kind === 'unknown' && name.why === 'absent') ? first : second
    }
    case 'lookup':
      return [{ kind: 'unknown', why: 'parameter' }]
    case 'parameter':
      return [isSelfReference(value) ? { kind: 'self' } : { kind: 'unknown', why: 'parameter' }]
    case 'external':
      return [isOfContextType(value) ? { kind: 'self' } : { kind: 'unknown', why: 'runtime-data' }]
    default:
      return [{ kind: 'unknown', why: 'runtime-data' }]
  }
}

/** Whether a name is the caller's own, whoever that is. */
export function isSelf(name: Value): boolean {
  const names = functionNames(name)
  return names.length > 0 && names.every(({ kind }) => kind === 'self')
}

const SELF_MEMBERS = new Set(['functionName', 'invokedFunctionArn'])

/** `context.functionName` of a handler: its second parameter, or what goes by that name where it is handed on. */
function isSelfReference({ declaration, path }: Extract<Value, { kind: 'parameter' }>): boolean {
  const [member, holder] = [...path].reverse()
  if (member === undefined || !SELF_MEMBERS.has(member)) return false
  if (holder !== undefined) return isContextName(holder)
  const owner = declaration.parent
  const isSecond = 'parameters' in owner && owner.parameters.indexOf(declaration) === 1
  return isSecond || (ts.isIdentifier(declaration.name) && isContextName(declaration.name.text))
}

/** `context.functionName` of a parameter that is declared as the `Context` of @types/aws-lambda, whatever it is called. */
function isOfContextType({ module, path }: ExternalValue): boolean {
  const [type, of, member, ...deeper] = path
  const isContext = /^(@types\/)?aws-lambda(\/|$)/.test(module) && type === 'Context' && of === '#'
  return isContext && member !== undefined && SELF_MEMBERS.has(member) && deeper.length === 0
}

function isContextName(name: string): boolean {
  return /^_?(lambda)?(context|ctx)$/i.test(name)
}

function fromEnvironment(key: string, caller: EnvironmentView): FunctionName {
  if (key === 'AWS_LAMBDA_FUNCTION_NAME') return { kind: 'self' }
  const value = caller.variables[key]
  if (value === undefined || value === null) {
    return { kind: 'unknown', why: caller.isUnread ? 'env-is-symbolic' : 'env-not-declared' }
  }
  return fromConfiguration(value)
}

/**
 * Of choices of one text, leaves out those that are another one with less known: `…-work` beside `shop-dev-work`, where a
 * configuration is checked before it is handed out.
 */
function withoutLessKnown(names: readonly FunctionName[]): FunctionName[] {
  const texts = names.flatMap((name) => (name.kind === 'text' ? [name.text] : []))
  return names.filter((name) => {
    if (name.kind !== 'text' || !name.text.includes(HOLE)) return true
    const pattern = new RegExp(`^${name.text.split(HOLE).map(escapeRegExp).join('.+')}$`)
    return !texts.some((text) => !text.includes(HOLE) && pattern.test(text))
  })
}

/** How many names a text with choices in it may have before its choices count as unknown. */
const MAX_NAMES = 64

/** A text with choices in it (`${isNew ? 'a' : 'b'}-work`) as all the texts that it may be. */
function spelledOut(parts: readonly (string | Value)[]): (readonly (string | Value)[])[] {
  let texts: (readonly (string | Value)[])[] = [[]]
  for (const part of parts) {
    const choices = choicesIn(part)
    if (texts.length * choices.length > MAX_NAMES) return [parts]
    texts = texts.flatMap((text) => choices.map((choice) => [...text, ...choice]))
  }
  return texts
}

function choicesIn(part: string | Value): (readonly (string | Value)[])[] {
  if (typeof part === 'string') return [[part]]
  if (part.kind === 'one-of') return part.values.flatMap(choicesIn)
  return part.kind === 'text' ? spelledOut(part.parts) : [[part]]
}

function fromParts(parts: readonly (string | Value)[], caller: EnvironmentView): FunctionName {
  const pieces = parts.map((part) => pieceOf(part, caller))
  if (pieces.some(({ why }) => why === 'parameter')) return { kind: 'unknown', why: 'parameter' }
  const text = pieces.map((piece) => piece.text).join('')
  const lacksVariable = pieces.some(({ why }) => why === 'env-not-declared')
  if (text.replace(SYMBOL, '').replaceAll(HOLE, '') === '') {
    return { kind: 'unknown', why: lacksVariable ? 'env-not-declared' : 'runtime-data' }
  }
  const name = fromText(text)
  return lacksVariable && name.kind === 'text' ? { ...name, lacksVariable } : name
}

/** A piece of a text: a hole where it is not known, and why. */
function pieceOf(
  part: string | Value,
  caller: EnvironmentView,
): { text: string; why?: Extract<FunctionName, { kind: 'unknown' }>['why'] } {
  if (typeof part === 'string') return { text: part }
  const [name, ...others] = functionNames(part, caller)
  if (others.length > 0 || name?.kind === 'self') return { text: HOLE }
  if (name?.kind === 'text') return { text: name.text + (name.qualifier === undefined ? '' : `:${name.qualifier}`) }
  // what the shell of a script holds, the configuration may name too
  if (part.kind === 'environment' && caller.isOpen) return { text: `\${env:${part.key}}` }
  return name?.kind === 'unknown' ? { text: HOLE, why: name.why } : { text: HOLE }
}
