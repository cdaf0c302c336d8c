import { ts } from 'ts-morph'
import { callOf, isExportEntry, isImportEntry, isOfInstance } from '../../../analysis/calls-of-function'
import { usersOf } from '../../../analysis/file-users'
import { nameNodeOf, statementOf } from '../../../analysis/function-place'
import { escapeRegExp } from '../../../load/function-name'
import type { WrapperLevel } from '../../../scan/site'
import type { SourceModule } from '../../../syntax/module'
import { requiredModule, walk } from '../../../syntax/nodes'
import type { FileChange } from '../../file-change'
import type { TransformContext } from '../../transform'
import { freshNameIn, words } from '../names'
import type { Calls, HelperKind } from './helper-kind'

/** Words of a name that says no more than that a function is invoked. */
const INVOKING = new Set(
  'invoke call trigger run execute fire aws lambda function fn func async asynchronously event'.split(' '),
)

const REASON = 'The helper is called what it does.'

/**
 * The edits that call a helper what it does now: `invokeLambda(…)` becomes `sendMessage(…)` where it is declared, exported,
 * imported and called. None where its name says something else, where the name is used in any other way (a mock, a text),
 * or where another helper could want the same name.
 * @param calls All calls of the helper.
 */
export function helperRenaming(
  context: TransformContext,
  kind: HelperKind,
  { module, node }: WrapperLevel,
  calls: Calls,
): FileChange[] {
  const name = nameNodeOf(node)
  // a publication takes calls out as a whole, their callees with them
  if (kind.verdict === 'sns') return []
  if (!name || !statementOf(node) || !saysInvoke(name.text)) return []
  const files = [module.file, ...usersOf(context.imports, module.file)]
  const modules = files.flatMap((file) => context.evaluator.program.module(file) ?? [])
  const uses = modules.map((user) => ({ user, names: namesIn(context, user, name, calls) }))
  const named = uses.filter(({ names }) => names === undefined || names.length > 0)
  const touched = new Set(named.map(({ user }) => user))
  const isBesideAnother = context.sites.some(
    ({ module: user, through }) => touched.has(user) && through.flat().some((level) => level.node !== node),
  )
  if (isBesideAnother || named.some(({ names }) => names === undefined)) return []
  const to = freshNameIn([...touched], ...kind.names)
  if (!kind.names.includes(to) || module.exports.named.has(to)) return []
  return named.map(({ user, names = [] }) => ({
    module: user,
    edits: names.map((use) => ({ start: use.getStart(user.ast), end: use.end, text: to, reason: REASON })),
    imports: [],
    declarations: [],
  }))
}

function saysInvoke(name: string): boolean {
  const all = words(name).map((word) => word.toLowerCase())
  return all.every((word) => INVOKING.has(word)) && all.some((word) => /^(invoke|lambda|function|fn|func)$/.test(word))
}

/** Where a file names a helper; `undefined` where it does so other than by declaring, passing on and calling it. */
function namesIn(
  context: TransformContext,
  user: SourceModule,
  name: ts.Identifier,
  calls: Calls,
): ts.Identifier[] | undefined {
  const mentionsIn = (text: string) =>
    text.match(new RegExp(`(?<![\\w$])${escapeRegExp(name.text)}(?![\\w$])`, 'g'))?.length ?? 0
  let left = mentionsIn(user.text)
  if (left === 0) return []
  if (user.syntaxError) return undefined
  const found: ts.Identifier[] = []
  walk(user.ast, (node) => {
    if (ts.isIdentifier(node) && node.text === name.text) found.push(node)
    // a file may be called like the helper
    if (ts.isStringLiteralLike(node) && isSpecifier(node)) left -= mentionsIn(node.text)
  })
  if (found.length !== left) return undefined
  const own = found.filter((use) => !isOfInstance(context, user, use))
  const called = (use: ts.Identifier) => {
    const call = callOf(use)
    return call !== undefined && calls.has(call)
  }
  const isKnown = (use: ts.Identifier) => use === name || isExportEntry(use) || isImportEntry(use) || called(use)
  // a file that only hands it on, or imports it and does nothing with it, may mean another
  return own.every(isKnown) && (own.includes(name) || own.some(called) || own.length === 0) ? own : undefined
}

/** `'./invoke'` in an import, or in a call that loads a file. */
function isSpecifier({ parent }: ts.Node): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true
  return ts.isCallExpression(parent) && (requiredModule(parent) !== undefined || isImportCall(parent))
}

function isImportCall({ expression }: ts.CallExpression): boolean {
  return expression.kind === ts.SyntaxKind.ImportKeyword
}
