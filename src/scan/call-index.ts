import { ts } from 'ts-morph'
import { type Arguments, argumentsOf, elementArguments } from '../syntax/evaluate/arguments'
import { frameOf } from '../syntax/evaluate/calls'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { type ClassValue, type Frame, type FunctionValue, isUndefined, type Value } from '../syntax/evaluate/value'
import type { ImportIndex } from '../syntax/import-index'
import type { SourceModule } from '../syntax/module'
import { accessedName, enclosing, isAccess, unwrap } from '../syntax/nodes'

/** A call of a function of the repository, a construction of a class, or a `bind`. */
export interface CallOf {
  readonly module: SourceModule
  readonly node: ts.CallExpression | ts.NewExpression
  readonly callee: FunctionValue | ClassValue
  /** `fn.bind(…)` fixes arguments but does not call. */
  readonly isBind: boolean
  /** `list.map(fn)` calls with the elements of the list. */
  readonly isByName: boolean
}

/** Finds the calls of a function or class, in its own file and in those that import it, through any barrel. */
export interface CallIndex {
  callsOf(module: SourceModule, node: ts.Node): readonly CallOf[]
}

/** How many files may stand between a helper and its call. */
const MAX_DISTANCE = 5

export function callIndex(evaluator: Evaluator, imports: ImportIndex): CallIndex {
  const byFile = new Map<string, readonly CallSite[]>()
  const viewers = new Map<string, ReadonlySet<string>>()

  const sitesIn = (module: SourceModule): readonly CallSite[] => {
    const known = byFile.get(module.file)
    if (known) return known
    const sites = module.syntaxError ? [] : callSites(evaluator, module)
    byFile.set(module.file, sites)
    return sites
  }

  const viewersOf = (file: string): ReadonlySet<string> => {
    const known = viewers.get(file) ?? reach(imports, file)
    viewers.set(file, known)
    return known
  }

  return {
    callsOf(module, node) {
      const files = viewersOf(module.file)
      return [...files].flatMap((file) => {
        const viewer = evaluator.program.module(file)
        return viewer ? sitesIn(viewer).flatMap((site) => callsAt(site, files, node)) : []
      })
    },
  }
}

/** A call whose callee is looked up when it may matter. */
interface CallSite {
  readonly module: SourceModule
  readonly node: ts.CallExpression | ts.NewExpression
  readonly isBind: boolean
  readonly isByName: boolean
  /** File that the callee is imported from; `undefined` where it is made here, or comes from a package. */
  readonly importedFrom: string | undefined
  callees(): readonly (FunctionValue | ClassValue)[]
}

/** What is imported from a file that cannot see the function is another function. */
function callsAt(site: CallSite, files: ReadonlySet<string>, node: ts.Node): CallOf[] {
  if (site.importedFrom !== undefined && !files.has(site.importedFrom)) return []
  const { module, isBind, isByName } = site
  return site
    .callees()
    .filter((callee) => callee.node === node)
    .map((callee) => ({ module, node: site.node, callee, isBind, isByName }))
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

function callSites(evaluator: Evaluator, module: SourceModule): CallSite[] {
  const sites: CallSite[] = []
  const add = (node: CallSite['node'], callee: ts.Expression, how: { isBind?: boolean; isByName?: boolean }): void => {
    let callees: readonly (FunctionValue | ClassValue)[] | undefined
    sites.push({
      module,
      node,
      isBind: how.isBind === true,
      isByName: how.isByName === true,
      importedFrom: importedFrom(evaluator, module, callee),
      callees() {
        callees ??= calleesOf(evaluator.callee(module, callee))
        return callees
      },
    })
  }
  for (const node of module.bindings.calls) {
    const { expression } = node
    const isBind = ts.isCallExpression(node) && isAccess(expression) && accessedName(expression) === 'bind'
    add(node, isBind ? expression.expression : expression, { isBind })
    const [callback] = node.arguments ?? []
    const isByName = ts.isCallExpression(node) && elementArguments(evaluator, { module, frame: undefined }, node)
    if (isByName && callback) add(node, callback, { isByName: true })
  }
  return sites
}

/** The file that the first name of a callee is imported from. */
function importedFrom(evaluator: Evaluator, module: SourceModule, callee: ts.Expression): string | undefined {
  let root = unwrap(callee)
  while (isAccess(root)) root = unwrap(root.expression)
  if (!ts.isIdentifier(root)) return undefined
  const [declaration] = module.bindings.of(root)?.declarations ?? []
  const statement = declaration && enclosing(declaration, ts.isImportDeclaration)
  if (!statement || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined
  const target = evaluator.program.resolve(module.file, statement.moduleSpecifier.text)
  return target.kind === 'file' ? target.file : undefined
}

/** The functions and classes that a callee may be. */
export function calleesOf(value: Value): (FunctionValue | ClassValue)[] {
  if (value.kind === 'function' || value.kind === 'class') return [value]
  if (value.kind === 'one-of') return value.values.flatMap(calleesOf)
  return value.kind === 'fallback' ? [...calleesOf(value.first), ...calleesOf(value.second)] : []
}

/** What a call passes for a parameter; `undefined` where it passes nothing. */
export function argumentOf(evaluator: Evaluator, call: CallOf, parameter: ts.ParameterDeclaration): Value | undefined {
  const args = passedBy(evaluator, call, undefined)
  // the first argument of `bind` is `this`
  const passed = call.isBind ? { ...args, values: args.values.slice(1) } : args
  const callee = call.callee.kind === 'function' ? call.callee : constructorOf(call.callee)
  const value = callee && frameOf(callee, passed).parameters.get(parameter)?.()
  return value && !isUndefined(value) ? value : undefined
}

/** The arguments of a call; `frame` says what the parameters around it are bound to. */
export function passedBy(
  evaluator: Evaluator,
  { module, node, isByName }: Pick<CallOf, 'module' | 'node' | 'isByName'>,
  frame: Frame | undefined,
): Arguments {
  const elements = isByName && ts.isCallExpression(node) && elementArguments(evaluator, { module, frame }, node)
  return elements || argumentsOf(evaluator, { module, frame }, node.arguments)
}

function constructorOf({ node, module }: ClassValue): FunctionValue | undefined {
  const declaration = node.members.find(ts.isConstructorDeclaration)
  return declaration && { kind: 'function', node: declaration, module, frame: undefined }
}
