import type { DiagnosticBag } from '../messages/diagnostic'
import { asArray, asObject, type ConfigDocument, type ConfigObject, type ConfigPath, isObject } from './document'
import { locate } from './locate'

/**
 * Reports parts of a configuration that are not of the form that the framework asks for, where this program would read
 * them: what is not read is not checked.
 */
export function checkShape(diagnostics: DiagnosticBag, document: ConfigDocument, data: ConfigObject): void {
  const expect = (isRight: boolean, path: ConfigPath, form: string) => {
    if (isRight) return
    const message = `"${path.join('.')}" must be ${form}.`
    diagnostics.add({
      severity: 'error',
      code: 'config-shape',
      message,
      file: document.file,
      ...locate(document, path),
    })
  }
  expect(isMapOrAbsent(data.functions) || isListOfMaps(data.functions), ['functions'], 'a map of functions')
  expect(isMapOrAbsent(data.resources) || isListOfMaps(data.resources), ['resources'], 'a map')
  expect(isMapOrAbsent(asObject(data.provider).environment), ['provider', 'environment'], 'a map of variables')
  for (const [key, value] of Object.entries(asObject(data.functions))) {
    const path = ['functions', key]
    expect(isObject(value) || isVariable(value), path, 'a map')
    if (!isObject(value)) continue
    expect(value.handler === undefined || typeof value.handler === 'string', [...path, 'handler'], 'a text')
    expect(isListOrAbsent(value.events), [...path, 'events'], 'a list of events')
    expect(isMapOrAbsent(value.environment), [...path, 'environment'], 'a map of variables')
  }
}

/** What a variable comes to may not be known. */
function isVariable(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${')
}

function isMapOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || isObject(value) || isVariable(value)
}

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value) || isVariable(value)
}

function isListOfMaps(value: unknown): boolean {
  return Array.isArray(value) && asArray(value).every((part) => isObject(part) || isVariable(part) || part === null)
}
