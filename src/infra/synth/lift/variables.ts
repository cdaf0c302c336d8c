import { type ConfigObject, type ConfigPath, isObject } from '../../../load/document'
import type { SynthNote } from '../builder'
import type { Construct } from './queue'

const VARIABLE = /^\$\{construct:([\w-]+)\.(\w+)\}$/

/** Replaces `${construct:<id>.<name>}`. One inside a longer text is noted: the plugin joins the pieces by rules of CDK. */
export function withVariables(
  data: ConfigObject,
  constructs: ReadonlyMap<string, Construct>,
  notes: SynthNote[],
): ConfigObject {
  const visit = (value: unknown, path: ConfigPath): unknown => {
    if (typeof value === 'string') return resolved(value, path)
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]))
    return isObject(value) ? visitObject(value, path) : value
  }
  const visitObject = (value: ConfigObject, path: ConfigPath): ConfigObject =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]))
  const resolved = (text: string, path: ConfigPath): unknown => {
    if (!text.includes('${construct:')) return text
    const [, id = '', name = ''] = VARIABLE.exec(text) ?? []
    const variables = constructs.get(id)?.variables ?? {}
    if (Object.hasOwn(variables, name)) return variables[name]
    notes.push({ message: `What "${text}" comes to is not compiled.`, path })
    return text
  }
  return visitObject(data, [])
}
