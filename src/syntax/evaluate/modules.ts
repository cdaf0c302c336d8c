import { ts } from 'ts-morph'
import type { Export } from '../exports'
import type { SourceModule } from '../module'
import { isFunctionNode, requiredModule } from '../nodes'
import { moduleAt } from '../program'
import type { Evaluator } from './evaluator'
import { fromData, type ObjectValue, unknown, type Value } from './value'

/** The specifier of `require('x')` or `import('x')`. */
export function loadedModule(node: ts.CallExpression): string | undefined {
  if (node.expression.kind !== ts.SyntaxKind.ImportKeyword) return requiredModule(node)
  const [specifier] = node.arguments
  return specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined
}

/** What importing `specifier` gives: the export `name`, or all of the module where `name` is absent. */
export function moduleValue(
  evaluator: Evaluator,
  fromFile: string,
  specifier: string,
  name: string | undefined,
): Value {
  const target = evaluator.program.resolve(fromFile, specifier)
  if (target.kind === 'missing') return unknown(specifier)
  if (target.kind === 'package') {
    return { kind: 'external', module: target.name, path: name === undefined || name === 'default' ? [] : [name] }
  }
  if (target.file.endsWith('.json')) {
    const data = fromData(evaluator.program.data(target.file))
    return name === undefined || name === 'default' ? data : evaluator.member(data, name)
  }
  const module = evaluator.program.module(target.file)
  if (!module) return unknown(specifier)
  return name === undefined ? wholeModule(evaluator, module) : exportOf(evaluator, module, name)
}

/** An export of a file, through re-exports. */
export function exportOf(evaluator: Evaluator, module: SourceModule, name: string): Value {
  const found = evaluator.program.findExport(module, name)
  if (found) return exportValue(evaluator, found.module, found.export)
  if (name === 'default') return wholeModule(evaluator, module)
  const { assigned } = module.exports
  return assigned ? evaluator.member(evaluator.evaluate(module, assigned), name) : unknown(name)
}

function wholeModule(evaluator: Evaluator, module: SourceModule): Value {
  const { assigned, named } = module.exports
  // `module.exports = fn`: requiring the file gives the value itself
  return assigned && named.size === 0 ? evaluator.evaluate(module, assigned) : { kind: 'namespace', module }
}

/** The exports of a file as an object: what spreading or copying them gives. */
export function exportsObject(evaluator: Evaluator, module: SourceModule): ObjectValue {
  const { assigned } = module.exports
  const whole = assigned && evaluator.evaluate(module, assigned)
  if (whole?.kind === 'object') return whole
  const names = exportedNames(evaluator, module, new Set())
  return {
    kind: 'object',
    properties: new Map(names.map((name) => [name, exportOf(evaluator, module, name)])),
    open: false,
  }
}

function exportedNames(evaluator: Evaluator, module: SourceModule, seen: Set<SourceModule>): string[] {
  if (seen.has(module)) return []
  seen.add(module)
  const { named, stars } = module.exports
  const passedOn = stars.flatMap((specifier) => {
    const target = moduleAt(evaluator.program, module.file, specifier)
    return target ? exportedNames(evaluator, target, seen).filter((name) => name !== 'default') : []
  })
  return [...new Set([...named.keys(), ...passedOn])]
}

function exportValue(evaluator: Evaluator, module: SourceModule, entry: Export): Value {
  if (entry.kind === 'expression') return evaluator.evaluate(module, entry.expression)
  if (entry.kind === 'namespace') return moduleValue(evaluator, module.file, entry.specifier, undefined)
  if (entry.kind === 'reexport') return moduleValue(evaluator, module.file, entry.specifier, entry.imported)
  const { node } = entry
  const binding = module.bindings.topLevel.get(nameOf(node) ?? entry.name)
  if (binding) return evaluator.binding(module, binding)
  if (isFunctionNode(node)) return { kind: 'function', node, module, frame: undefined }
  return ts.isClassLike(node) ? { kind: 'class', node, module } : unknown(entry.name)
}

function nameOf(node: ts.Node): string | undefined {
  const { name } = node as { name?: ts.Node }
  return name && ts.isIdentifier(name) ? name.text : undefined
}
