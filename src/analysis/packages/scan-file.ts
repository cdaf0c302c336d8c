import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import {
  accessedName,
  enclosingFunction,
  environmentKey,
  isAccess,
  isProcessEnv,
  requiredModule,
  walk,
} from '../../syntax/nodes'
import type { EffectLabel, Use } from '../effects/effect'
import { isMutationOf } from '../mutations'
import { isNamePosition, isValuePosition } from '../names'
import { GLOBAL_USES, GLOBALS, PURE_CONSTRUCTORS, PURE_FUNCTIONS } from '../tables/globals'
import { NODE_MODULES, WORDS } from '../tables/node-modules'
import { words } from '../tables/words'
import { nodeModule } from './package-name'
import { changesOthers, isLoadScope } from './scan-changes'
import { keepsState } from './scan-state'

/** What one file of a package does, wherever in it: single functions are not told apart. */
export interface FileScan {
  readonly uses: readonly Use[]
  readonly isChanging: boolean
  /** Specifiers of files and packages that it loads. */
  readonly loads: readonly string[]
}

/** Globals that a package may use besides those of the language: its own frame, and what makes objects. */
const FRAME = words('module exports require arguments define Proxy Reflect WeakRef Iterator undefined')

/** Modules of Node that only compute. */
const BENIGN = words('assert buffer events path punycode querystring string_decoder url util')

/** A line that no person wrote: what a bundler has put together hides its state in ways that are not followed. */
const LONG_LINE = /^.{2000}/m

/** Looks through a file of an installed package. */
export function scanFile(module: SourceModule): FileScan {
  if (module.syntaxError || LONG_LINE.test(module.text))
    return {
      uses: [{ label: 'unknown', what: `its file ${module.file} is bundled code` }],
      isChanging: true,
      loads: [],
    }
  const uses: Use[] = []
  const loads: string[] = []
  walk(module.ast, (node) => {
    if (ts.isTypeNode(node)) return false
    const specifier = specifierOf(node)
    if (specifier !== undefined) loads.push(specifier)
    uses.push(...usesAt(module, node))
    return true
  })
  const builtIn = loads.flatMap((specifier) => nodeUse(module, specifier) ?? [])
  const others = loads.filter((specifier) => nodeModule(specifier) === undefined)
  const state = module.bindings.all.find((binding) => keepsState(binding))
  if (state)
    uses.push({ label: 'reads-outer-state', name: state.name, what: `it keeps state between calls ("${state.name}")` })
  return { uses: [...uses, ...builtIn], isChanging: changesOthers(module), loads: others }
}

function specifierOf(node: ts.Node): string | undefined {
  const named = (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier
  return named && ts.isStringLiteral(named) ? named.text : requiredModule(node)
}

function usesAt(module: SourceModule, node: ts.Node): Use[] {
  if (ts.isCallExpression(node)) return loadUses(node)
  const key = environmentKey(node)
  if (key !== undefined) return [{ label: 'environment', name: key, what: `it reads the variable "${key}"` }]
  if (!ts.isIdentifier(node) || module.bindings.of(node) || !isValuePosition(node) || isNamePosition(node)) return []
  if (ts.isTypeOfExpression(node.parent) || (isAccess(node.parent) && isKnownVariable(node.parent))) return []
  if (node.text === 'console') return [{ label: 'log', what: 'it writes log lines' }]
  const use = Object.hasOwn(GLOBAL_USES, node.text) ? GLOBAL_USES[node.text] : undefined
  if (use && node.text !== 'require') return [use]
  if (/^(module|exports)$/.test(node.text) && isMutationOf(node) && !isLoadScope(enclosingFunction(node) ?? module.ast))
    return [{ label: 'reads-outer-state', name: node.text, what: 'it keeps state between calls (its exports)' }]
  if (isPatch(node)) return [{ label: 'mutates-global', name: node.text, what: `it changes the global "${node.text}"` }]
  const isKnown = [GLOBALS, PURE_FUNCTIONS, PURE_CONSTRUCTORS, FRAME].some((names) => names.has(node.text))
  return isKnown ? [] : [{ label: 'unknown', name: node.text, what: `it uses the global "${node.text}"` }]
}

/** Calls of `require` and `import` with a name: what is loaded is not known. */
function loadUses(node: ts.CallExpression): Use[] {
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require'
  const isOpen = isImport || (isRequire && requiredModule(node) === undefined)
  return isOpen ? [{ label: 'unknown', what: 'it loads modules when it is called' }] : []
}

/** `process` of `process.env.KEY`. */
function isKnownVariable(node: ts.Expression): boolean {
  return isProcessEnv(node) && environmentKey(node.parent) !== undefined
}

/** `Array.prototype.last = …`, `Object.defineProperty(String.prototype, …)`. */
function isPatch(node: ts.Identifier): boolean {
  if (/^(module|exports)$/.test(node.text)) return false
  if (isMutationOf(node) && !/^(Object|Reflect)$/.test(node.text)) return true
  const { parent } = node
  const isPrototype = isAccess(parent) && accessedName(parent) === 'prototype'
  return isPrototype && ts.isCallExpression(parent.parent) && parent.parent.arguments[0] === parent
}

function nodeUse(module: SourceModule, specifier: string): Use | undefined {
  const name = nodeModule(specifier)
  if (name === undefined || BENIGN.has(name)) return undefined
  const label: EffectLabel = name === 'crypto' ? 'random' : (NODE_MODULES[name]?.label ?? 'unknown')
  const full = `${name}${memberOf(module, specifier)}`
  return {
    label,
    name: full,
    what: `${WORDS[label] ?? 'it uses a module of Node that is not known to be harmless'} ("${full}")`,
  }
}

/** The first member of a module that a file uses: `.request`. */
function memberOf({ text }: SourceModule, specifier: string): string {
  const local = new RegExp(
    `(\\w+)\\s*=\\s*require\\(['"]${specifier}['"]\\)|import (?:\\* as )?(\\w+) from ['"]${specifier}['"]`,
  ).exec(text)
  const name = local?.[1] ?? local?.[2]
  const member = name === undefined ? undefined : new RegExp(`\\b${name}\\.(\\w+)`).exec(text)?.[1]
  return member === undefined ? '' : `.${member}`
}
