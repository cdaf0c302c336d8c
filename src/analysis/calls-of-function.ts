import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { ImportIndex } from '../syntax/import-index'
import type { SourceModule } from '../syntax/module'
import type { FunctionNode } from '../syntax/nodes'
import { accessedName, isAccess, requiredModule, unwrap, walk } from '../syntax/nodes'
import { textOf, type Workspace } from '../workspace/workspace'
import { usersOf } from './file-users'
import { nameNodeOf, statementOf } from './function-place'

/** What the calls of a function are looked for in. */
export interface CallContext {
  readonly evaluator: Evaluator
  readonly imports: ImportIndex
  readonly workspace: Workspace
}

/** The calls of a function in the whole repository; `undefined` where something else may be done with it. */
export function callsOfFunction(
  context: CallContext,
  module: SourceModule,
  node: FunctionNode,
): ReadonlySet<ts.Node> | undefined {
  const name = nameNodeOf(node)
  const isWhole = isWholeModule(module, node, name)
  // a method, or a function that is passed on: who calls it is not seen by a name
  if (!statementOf(node) || (!name && !isWhole)) return undefined
  const exported = exportedNames(module, node, name)
  const own = (name && module.bindings.of(name)?.references) ?? []
  const here = callsAt(own.filter((use) => !isExportEntry(use)))
  const isDefault = exported.has('default')
  if (isDefault && exported.size > 1) return undefined
  const there =
    isDefault || isWhole ? callsOfWhole(context, module) : callsByName(context, module, exported, [...own, name])
  return here && there && new Set([...here, ...there])
}

/** Whether a file gives a function to others: by a name, or as what it is as a whole. */
export function isGiven(module: SourceModule, node: FunctionNode): boolean {
  const name = nameNodeOf(node)
  return isWholeModule(module, node, name) || exportedNames(module, node, name).size > 0
}

/** Calls by the names that a function is exported under, wherever its file is imported. */
function callsByName(
  context: CallContext,
  module: SourceModule,
  exported: ReadonlySet<string>,
  own: readonly (ts.Identifier | undefined)[],
): ts.Node[] | undefined {
  const calls: ts.Node[] = []
  for (const file of [module.file, ...usersOf(context.imports, module.file)]) {
    const text = textOf(context.workspace, file) ?? ''
    if (![...exported].some((one) => text.includes(one))) continue
    const user = context.evaluator.program.module(file)
    if (!user || user.syntaxError) return undefined
    const isOwn = (use: ts.Identifier) => user === module && (own.includes(use) || isExportEntry(use))
    const found = callsAt(
      mentionsOf(user, exported).filter((use) => {
        return !isOwn(use) && !isImportEntry(use) && !isOfInstance(context, user, use)
      }),
    )
    if (!found) return undefined
    calls.push(...found)
  }
  return calls
}

/** The calls that names are the callees of; `undefined` where one of them is something else. */
function callsAt(uses: readonly ts.Identifier[]): ts.Node[] | undefined {
  const calls = uses.map(callOf)
  return calls.every((call) => call !== undefined) ? calls : undefined
}

function exportedNames(module: SourceModule, node: FunctionNode, name: ts.Identifier | undefined): Set<string> {
  const names = [...module.exports.named].flatMap(([exported, entry]) => {
    if (entry.kind === 'declaration') {
      const isIt = entry.node === node || entry.node === node.parent
      return isIt ? [exported] : []
    }
    if (entry.kind !== 'expression') return []
    const value = unwrap(entry.expression)
    const isNamed =
      name !== undefined && ts.isIdentifier(value) && module.bindings.of(value) === module.bindings.of(name)
    return value === node || (isNamed && module.bindings.of(name) !== undefined) ? [exported] : []
  })
  return new Set(names)
}

/** `module.exports = invoke`. */
function isWholeModule(
  { exports, bindings }: SourceModule,
  node: FunctionNode,
  name: ts.Identifier | undefined,
): boolean {
  const value = exports.assigned && unwrap(exports.assigned)
  if (!value) return false
  return value === node || (ts.isIdentifier(value) && name !== undefined && bindings.of(value) === bindings.of(name))
}

/** Calls of what a file is as a whole, under the names that its importers give it. */
function callsOfWhole(context: CallContext, module: SourceModule): ts.Node[] | undefined {
  const calls: ts.Node[] = []
  for (const { file, specifier } of context.imports.importersOf(module.file)) {
    const user = context.evaluator.program.module(file)
    const name = user && !user.syntaxError ? localName(user, specifier) : undefined
    const binding = name && user?.bindings.of(name)
    if (!binding || binding.writes.length > 0 || binding.references.some(isExportEntry)) return undefined
    const found = callsAt(binding.references)
    if (!found) return undefined
    calls.push(...found)
  }
  return calls
}

/** `import invoke from './invoke'`, `const invoke = require('./invoke')`: the only mention of the specifier. */
function localName({ ast }: SourceModule, specifier: string): ts.Identifier | undefined {
  const names: (ts.Identifier | undefined)[] = []
  walk(ast, (node) => {
    if (!ts.isStringLiteralLike(node) || node.text !== specifier) return
    const { parent } = node
    if (ts.isImportDeclaration(parent))
      names.push(parent.importClause?.namedBindings ? undefined : parent.importClause?.name)
    else if (ts.isCallExpression(parent) && requiredModule(parent) !== undefined) {
      const holder = parent.parent
      const isName = ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)
      names.push(isName ? (holder.name as ts.Identifier) : undefined)
    } else names.push(undefined)
  })
  return names.length === 1 ? names[0] : undefined
}

function mentionsOf({ ast }: SourceModule, names: ReadonlySet<string>): ts.Identifier[] {
  const found: ts.Identifier[] = []
  walk(ast, (node) => {
    if (ts.isIdentifier(node) && names.has(node.text)) found.push(node)
  })
  return found
}

/** `lambda.invoke(…)`: a method of something that is made here, called like the function. */
export function isOfInstance(
  { evaluator }: Pick<CallContext, 'evaluator'>,
  module: SourceModule,
  { parent, text }: ts.Identifier,
): boolean {
  const isMember = isAccess(parent) && accessedName(parent) === text
  return isMember && evaluator.evaluate(module, parent.expression).kind === 'instance'
}

/** The call that a name is the callee of, by itself or as a member. */
export function callOf(name: ts.Identifier): ts.CallExpression | undefined {
  const { parent } = name
  const callee = isAccess(parent) && accessedName(parent) === name.text && parent.expression !== name ? parent : name
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee ? callee.parent : undefined
}

/** A name that is only exported there. */
export function isExportEntry(name: ts.Identifier): boolean {
  const { parent } = name
  if (ts.isExportSpecifier(parent)) return !parent.propertyName
  if (ts.isShorthandPropertyAssignment(parent)) return isModuleExports(parent.parent)
  if (ts.isPropertyAssignment(parent)) return parent.name.getText() === name.text && isModuleExports(parent.parent)
  return false
}

function isModuleExports(literal: ts.ObjectLiteralExpression): boolean {
  const { parent } = literal
  return ts.isBinaryExpression(parent) && parent.left.getText() === 'module.exports'
}

/** A name that is only imported there, as itself. */
export function isImportEntry(name: ts.Identifier): boolean {
  const { parent } = name
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return !parent.propertyName
  return ts.isBindingElement(parent) && !parent.propertyName && !parent.initializer && parent.name === name
}
