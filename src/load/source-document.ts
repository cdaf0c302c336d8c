import { ts } from 'ts-morph'
import { resultOf } from '../syntax/evaluate/calls'
import { Evaluator } from '../syntax/evaluate/evaluator'
import { exportsObject } from '../syntax/evaluate/modules'
import type { Value } from '../syntax/evaluate/value'
import { type SourceModule, sourceModule } from '../syntax/module'
import { propertyName, unwrap } from '../syntax/nodes'
import { placeOf } from '../syntax/parse'
import type { SourceProgram } from '../syntax/program'
import { folderOf } from '../workspace/paths'
import type { ConfigDocument, ConfigPath } from './document'
import type { Locator } from './locate'

/** Reads `serverless.ts` or `.js` as syntax: its exported object, as far as it is literal. Nothing is run. */
export function sourceDocument(program: SourceProgram, file: string): ConfigDocument | undefined {
  const module = program.module(file)
  if (!module) return undefined
  const evaluator = new Evaluator(program, folderOf(file))
  const problem = module.syntaxError
  const value = problem ? undefined : toData(evaluator.exported(module, 'default'), evaluator)
  return {
    file,
    text: module.text,
    format: /ts$/.test(file) ? 'typescript' : 'javascript',
    value,
    problem,
  }
}

export function sourceLocator(file: string, text: string): Locator {
  const module = sourceModule({ file, text })
  return (path) => placeOf(module.ast, offsetOf(module, path))
}

/**
 * A value as configuration data. A piece that is not known becomes a symbol: `process.env.STAGE` is what `${env:STAGE}`
 * is in YAML.
 */
export function toData(value: Value, evaluator: Evaluator): unknown {
  switch (value.kind) {
    case 'literal':
      return value.value
    case 'object':
      return Object.fromEntries([...value.properties].map(([name, property]) => [name, toData(property, evaluator)]))
    case 'array':
      return value.elements.map((element) => toData(element, evaluator))
    case 'text':
      return value.parts.map((part) => (typeof part === 'string' ? part : String(toData(part, evaluator)))).join('')
    case 'environment':
      return `\${env:${value.key}}`
    case 'fallback': {
      const first = toData(value.first, evaluator)
      return value.first.kind === 'environment' ? toData(value.second, evaluator) : first
    }
    case 'namespace':
      // files that export each other have no end
      return evaluator.enter(value.module.ast, () => toData(exportsObject(evaluator, value.module), evaluator))
    // the framework calls what a file exports for a variable
    case 'function':
      return evaluator.enter(value.node, () => toData(resultOf(evaluator, value), evaluator))
    case 'one-of':
      return value.values.length > 0 && value.values[0] ? toData(value.values[0], evaluator) : undefined
    default:
      return `\${code:${value.kind === 'unknown' ? value.what : value.kind}}`
  }
}

function offsetOf(module: SourceModule, path: ConfigPath): number {
  let node: ts.Expression | undefined = exportedObject(module)
  let offset = node?.getStart(module.ast) ?? 0
  for (const step of path) {
    const object: ts.Expression | undefined = node && unwrap(node)
    if (!object || !ts.isObjectLiteralExpression(object)) break
    const property: ts.ObjectLiteralElementLike | undefined = object.properties.find(
      (p) => p.name && propertyName(p.name) === String(step),
    )
    if (!property) break
    offset = property.getStart(module.ast)
    node = ts.isPropertyAssignment(property) ? property.initializer : undefined
  }
  return offset
}

/** The object literal that a configuration module exports, through one constant. */
export function exportedObject(module: SourceModule): ts.ObjectLiteralExpression | undefined {
  const entry = module.exports.named.get('default')
  let expression = module.exports.assigned ?? (entry?.kind === 'expression' ? entry.expression : undefined)
  if (expression && ts.isIdentifier(unwrap(expression))) {
    const [declaration] = module.bindings.of(unwrap(expression) as ts.Identifier)?.declarations ?? []
    expression = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  }
  const object = expression && unwrap(expression)
  return object && ts.isObjectLiteralExpression(object) ? object : undefined
}
