import { ts } from 'ts-morph'
import { frameOf } from '../syntax/evaluate/calls'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { type ClassValue, type FunctionValue, isUndefined, type Value } from '../syntax/evaluate/value'
import type { ImportIndex } from '../syntax/import-index'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, walk } from '../syntax/nodes'

/** A call of a function of the repository, a construction of a class, or a `bind`. */
export interface CallOf {
  readonly module: SourceModule
  readonly node: ts.CallExpression | ts.NewExpression
  readonly callee: FunctionValue | ClassValue
  /** `fn.bind(…)` fixes arguments but does not call. */
  readonly isBind: boolean
}

/** Finds the calls of a function or class, in its own file and in those that import it, through any barrel. */
export interface CallIndex {
  callsOf(module: SourceModule, node: ts.Node): readonly CallOf[]
  /** Files that can see what a file exports, the file itself first. */
  viewersOf(file: string): readonly SourceModule[]
}

/** How many files may stand between a helper and its call. */
const MAX_DISTANCE = 5

export function callIndex(evaluator: Evaluator, imports: ImportIndex): CallIndex {
  const byFile = new Map<string, Map<ts.Node, CallOf[]>>()
  const viewers = new Map<string, readonly SourceModule[]>()

  const callsIn = (module: SourceModule): Map<ts.Node, CallOf[]> => {
    const known = byFile.get(module.file)
    if (known) return known
    const calls = module.syntaxError ? new Map<ts.Node, CallOf[]>() : indexCalls(evaluator, module)
    byFile.set(module.file, calls)
    return calls
  }

  const viewersOf = (file: string): readonly SourceModule[] => {
    const known = viewers.get(file)
    if (known) return known
    const modules = [...reach(imports, file)].flatMap((viewer) => evaluator.program.module(viewer) ?? [])
    viewers.set(file, modules)
    return modules
  }

  return {
    viewersOf,
    callsOf: (module, node) => viewersOf(module.file).flatMap((viewer) => callsIn(viewer).get(node) ?? []),
  }
}

function reach(imports: ImportIndex, file: string): Set<string> {
  const seen = new Set([file])
  let edge = [file]
  for (let distance = 0; distance < MAX_DISTANCE && edge.length > 0; distance++) {
    edge = edge
      .flatMap((from) => imports.importersOf(from).map((importer) => importer.file))
      .filter((f) => !seen.has(f))
    for (const found of edge) seen.add(found)
  }
  return seen
}

function indexCalls(evaluator: Evaluator, module: SourceModule): Map<ts.Node, CallOf[]> {
  const index = new Map<ts.Node, CallOf[]>()
  const add = (node: CallOf['node'], value: Value, isBind: boolean): void => {
    for (const callee of calleesOf(value)) {
      const list = index.get(callee.node)
      if (list) list.push({ module, node, callee, isBind })
      else index.set(callee.node, [{ module, node, callee, isBind }])
    }
  }
  walk(module.ast, (node) => {
    if (ts.isNewExpression(node)) add(node, evaluator.callee(module, node.expression), false)
    if (!ts.isCallExpression(node)) return
    const { expression } = node
    if (isAccess(expression) && accessedName(expression) === 'bind') {
      add(node, evaluator.evaluate(module, expression.expression), true)
    } else add(node, evaluator.callee(module, expression), false)
  })
  return index
}

/** The functions and classes that a callee may be. */
export function calleesOf(value: Value): (FunctionValue | ClassValue)[] {
  if (value.kind === 'function' || value.kind === 'class') return [value]
  if (value.kind === 'one-of') return value.values.flatMap(calleesOf)
  return value.kind === 'fallback' ? [...calleesOf(value.first), ...calleesOf(value.second)] : []
}

/** What a call passes for a parameter; `undefined` where it passes nothing. */
export function argumentOf(evaluator: Evaluator, call: CallOf, parameter: ts.ParameterDeclaration): Value | undefined {
  const args = (call.node.arguments ?? []).map((argument) => evaluator.evaluate(call.module, argument))
  // the first argument of `bind` is `this`
  const passed = call.isBind ? args.slice(1) : args
  const callee = call.callee.kind === 'function' ? call.callee : constructorOf(call.callee)
  const value = callee && frameOf(callee, passed).parameters.get(parameter)
  return value && !isUndefined(value) ? value : undefined
}

function constructorOf({ node, module }: ClassValue): FunctionValue | undefined {
  const declaration = node.members.find(ts.isConstructorDeclaration)
  return declaration && { kind: 'function', node: declaration, module, frame: undefined }
}
