import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, requiredModule, unwrap, walk } from '../syntax/nodes'
import { placeOf } from '../syntax/parse'
import type { SourceProgram } from '../syntax/program'
import { environmentSetters } from './environment-setters'
import { loadedModules } from './loaded-modules'
import { isGivenValue } from './mutations'
import { nodeModule } from './packages/package-name'
import { GLOBALS, PURE_FUNCTIONS } from './tables/globals'

/** Something that all code of a process shares, and where it is changed. */
export interface ProcessChange {
  /** `Date.now`, `process.env.MODE`, as it is written. */
  readonly what: string
  readonly kind: 'built-in' | 'console' | 'environment'
  /** The variable of the environment; `undefined` where it may be any. */
  readonly variable?: string | undefined
  /** Whether variables that are set already keep their values. */
  readonly isDefault?: boolean
  readonly file: string
  readonly line: number
}

/** Texts without one of these change nothing of the kind. */
const MAY_CHANGE =
  /\bprocess\b|\bglobal(This)?\b|\bprototype\b|\bconsole\b|defineProperty|\bReflect\b|\b[A-Z]\w*\.\w+\s*=[^=>]/

/**
 * What a file changes of the process that it is loaded into, and all that it loads of the repository: built-in objects, the
 * console, variables of the environment. Code that moves into that process sees it.
 */
export function processChanges(program: SourceProgram, start: SourceModule): ProcessChange[] {
  return loadedModules(program, start).flatMap((module) => [
    ...(MAY_CHANGE.test(module.text) ? changesIn(module) : []),
    ...environmentSetters(module),
  ])
}

function changesIn(module: SourceModule): ProcessChange[] {
  const found: ProcessChange[] = []
  walk(module.ast, (node) => {
    const target = changedAt(node)
    const change = target && changeOf(module, target)
    if (change && target) {
      const { line } = placeOf(module.ast, target.getStart(module.ast))
      found.push({ ...change, what: target.getText(module.ast), file: module.file, line })
    }
  })
  return found
}

const CHANGING = /^(Object\.(assign|definePropert(y|ies)|setPrototypeOf)|Reflect\.(set|defineProperty|deleteProperty))$/

/** What a construct changes: `Date.now` of `Date.now = …`, `Array.prototype` of `Object.assign(Array.prototype, …)`. */
function changedAt(node: ts.Node): ts.Expression | undefined {
  if ((isAccess(node) || ts.isIdentifier(node)) && isGivenValue(node)) return node
  if (!ts.isCallExpression(node) || !CHANGING.test(node.expression.getText())) return undefined
  return node.arguments[0]
}

function changeOf(module: SourceModule, target: ts.Expression): Pick<ProcessChange, 'kind' | 'variable'> | undefined {
  const [root, ...names] = pathOf(module, target)
  if (root === 'process' && names[0] === 'env') return { kind: 'environment', variable: names[1] }
  const isGlobal = root === 'globalThis' || root === 'global'
  const name = isGlobal ? names[0] : root
  if (name === 'console') return { kind: 'console' }
  if (name === 'process') return undefined
  const isBuiltIn = name !== undefined && (GLOBALS.has(name) || PURE_FUNCTIONS.has(name))
  return isBuiltIn ? { kind: 'built-in' } : undefined
}

/** `process.env.MODE` by its names, from a global on; a name that is computed is missing. */
function pathOf(module: SourceModule, expression: ts.Expression): (string | undefined)[] {
  const node = unwrap(expression)
  if (isAccess(node)) return [...pathOf(module, node.expression), accessedName(node)]
  if (ts.isCallExpression(node)) return requiredModule(node) === undefined ? [undefined] : packagePath(node)
  if (!ts.isIdentifier(node)) return [undefined]
  const binding = module.bindings.of(node)
  if (!binding) return [node.text]
  const [declaration] = binding.declarations
  if (!declaration || binding.writes.length > 0) return [undefined]
  if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const initializer = unwrap(declaration.initializer)
    return isAccess(initializer) || ts.isCallExpression(initializer) ? pathOf(module, initializer) : [undefined]
  }
  if (ts.isBindingElement(declaration) && /\bprocess\b/.test(declaration.parent.parent.getText(module.ast)))
    return ['process', binding.name]
  return isOfProcess(declaration)
    ? ts.isImportSpecifier(declaration)
      ? ['process', binding.name]
      : ['process']
    : [undefined]
}

function packagePath(node: ts.CallExpression): (string | undefined)[] {
  return [nodeModule(requiredModule(node) ?? '')]
}

/** `import process from 'node:process'`, `import { env } from 'process'`. */
function isOfProcess(declaration: ts.Node): boolean {
  for (let at = declaration; !ts.isSourceFile(at); at = at.parent)
    if (ts.isImportDeclaration(at))
      return ts.isStringLiteral(at.moduleSpecifier) && nodeModule(at.moduleSpecifier.text) === 'process'
  return false
}
