import { createHash } from 'node:crypto'
import { asObject, type ConfigObject, isObject } from '../../../load/document'
import type { TemplateBuilder } from '../builder'
import { isIntrinsic, withLogicalIds } from './names'

interface Replaced {
  readonly definition: unknown
  /** Intrinsics by the name of the variable that stands for them. */
  readonly variables: ReadonlyMap<string, unknown>
  /** Those that stand for a number: the seconds of a Wait state. */
  readonly numbers: ReadonlySet<string>
}

/**
 * `DefinitionString`: the definition as text, with every intrinsic in it replaced by a variable of `Fn::Sub` that is named
 * by its hash. Source: `compileStateMachines.js` of serverless-step-functions 3.28.1.
 */
export function definitionString(builder: TemplateBuilder, definition: unknown): unknown {
  if (typeof definition === 'string') return JSON.stringify(definition).replace(/\\n|\\r|\\n\\r/g, '')
  const { definition: replaced, variables, numbers } = withoutIntrinsics(definition)
  const written = JSON.stringify(replaced, undefined, 2)
  let text = written.replace(/#{([^}]+)}/g, '${$1}')
  if (variables.size === 0) return text === written ? text : { 'Fn::Sub': text }
  for (const name of numbers) text = text.replaceAll(`"\${${name}}"`, `\${${name}}`)
  const values = [...variables].map(([name, value]) => [name, withLogicalIds(builder, value)])
  return { 'Fn::Sub': [text, Object.fromEntries(values)] }
}

function withoutIntrinsics(definition: unknown): Replaced {
  const variables = new Map<string, unknown>()
  const numbers = new Set<string>()
  const replace = (value: unknown, isNumber: boolean): unknown => {
    if (isIntrinsic(value)) {
      const name = createHash('md5').update(JSON.stringify(value)).digest('hex')
      variables.set(name, value)
      if (isNumber) numbers.add(name)
      return `\${${name}}`
    }
    if (Array.isArray(value)) return value.map((item) => replace(item, false))
    return isObject(value) ? replaceIn(value) : value
  }
  const replaceIn = (object: ConfigObject): ConfigObject =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [key, replace(value, object.Type === 'Wait' && key === 'Seconds')]),
    )
  return { definition: isObject(definition) ? replaceIn(definition) : definition, variables, numbers }
}

/** With `validate: true` the validator writes the query language into every state that names none. */
export function withQueryLanguage(definition: unknown): unknown {
  const language = asObject(definition).QueryLanguage ?? 'JSONPath'
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, key === 'States' ? states(visit(item)) : visit(item)]),
    )
  }
  const states = (value: unknown): unknown =>
    Object.fromEntries(
      Object.entries(asObject(value)).map(([name, state]) => [
        name,
        isObject(state) && !state.QueryLanguage ? { ...state, QueryLanguage: language } : state,
      ]),
    )
  return visit(definition)
}
