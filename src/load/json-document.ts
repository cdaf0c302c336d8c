import { parseJson } from '../workspace/json'
import type { ConfigDocument, ConfigProblem } from './document'

/** Parses `serverless.json`. Never throws; a syntax error is `problem`. */
export function jsonDocument(file: string, text: string): ConfigDocument {
  const value = parseJson(text)
  return { file, text, format: 'json', value, problem: value === undefined ? problemOf(file, text) : undefined }
}

/** The parser of TypeScript says where the problem is; it takes long to load, and most files have none. */
function problemOf(file: string, text: string): ConfigProblem | undefined {
  return (require('./json-syntax') as typeof import('./json-syntax')).jsonProblem(file, text)
}
