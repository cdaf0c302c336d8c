import { ts } from 'ts-morph'
import { type FunctionName, fromConfiguration, fromText, HOLE } from '../load/function-name'
import type { ServiceFunction } from '../load/service'
import type { Value } from '../syntax/evaluate/value'

/** All names that a value may be for a caller. `caller` is `undefined` for code that no function reaches. */
export function functionNames(value: Value, caller: ServiceFunction | undefined): FunctionName[] {
  switch (value.kind) {
    case 'literal':
      return [typeof value.value === 'string' ? fromText(value.value) : { kind: 'unknown', why: 'absent' }]
    case 'environment':
      return [fromEnvironment(value.key, caller)]
    case 'text':
      return [fromParts(value.parts, caller)]
    case 'one-of':
      return value.values.flatMap((choice) => functionNames(choice, caller))
    case 'fallback': {
      const first = functionNames(value.first, caller)
      return first.every((name) => name.kind === 'unknown') ? functionNames(value.second, caller) : first
    }
    case 'lookup':
      return [{ kind: 'unknown', why: 'parameter' }]
    case 'parameter':
      return [isSelfReference(value) ? { kind: 'self' } : { kind: 'unknown', why: 'parameter' }]
    default:
      return [{ kind: 'unknown', why: 'runtime-data' }]
  }
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

function isContextName(name: string): boolean {
  return /^_?(lambda)?(context|ctx)$/i.test(name)
}

function fromEnvironment(key: string, caller: ServiceFunction | undefined): FunctionName {
  if (key === 'AWS_LAMBDA_FUNCTION_NAME') return { kind: 'self' }
  const value = caller?.environment[key]
  if (value === undefined || value === null) return { kind: 'unknown', why: 'env-not-declared' }
  return fromConfiguration(value)
}

function fromParts(parts: readonly (string | Value)[], caller: ServiceFunction | undefined): FunctionName {
  let text = ''
  let isParameter = false
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const [name] = functionNames(part, caller)
    if (name?.kind === 'text') text += name.text + (name.qualifier === undefined ? '' : `:${name.qualifier}`)
    else if (name?.kind === 'self') text += HOLE
    else {
      isParameter ||= name?.kind === 'unknown' && name.why === 'parameter'
      text += HOLE
    }
  }
  if (isParameter) return { kind: 'unknown', why: 'parameter' }
  return text.replaceAll(HOLE, '') === '' ? { kind: 'unknown', why: 'runtime-data' } : fromText(text)
}
