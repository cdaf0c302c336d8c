import { ts } from 'ts-morph'
import { nameNodeOf, statementOf } from '../../../analysis/function-place'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import { lineAfter } from '../../../syntax/lines'
import type { SourceModule } from '../../../syntax/module'
import { contains, propertyName } from '../../../syntax/nodes'
import { sourceStyle } from '../../../syntax/style'
import type { FileChange, ImportRequest, SourceEdit } from '../../file-change'
import type { TransformContext } from '../../transform'
import { besideInExports, isExportedBeside } from '../beside-in-exports'
import { renamed } from '../construction'
import { freshName, pascalCase } from '../names'
import { specifierFor } from '../specifier'
import type { HelperKind } from './helper-kind'
import { refuseWrapper } from './name-flow'

const REASON = 'Calls that send a message get a helper of their own, beside the one that invokes.'

/**
 * Name of the helper beside a wrapper. It follows from the wrappers of the file alone, so that all calls find the same:
 * the first of them has the plain name, another one has its own in it (`sendWorkMessage`).
 */
function twinName({ sites }: Pick<TransformContext, 'sites'>, { names }: HelperKind, { module, node }: WrapperLevel) {
  const levels = sites.flatMap(({ through }) => through.flat())
  const isFirst = levels.every((other) => other.module !== module || other.node.pos >= node.pos)
  const own = pascalCase(nameNodeOf(node)?.text ?? '')
  const wanted = isFirst ? names : names.map((name) => name.replace(/^[a-z]+/, (verb) => verb + own))
  const free = wanted.filter((name) => !module.exports.named.has(name))
  return freshName(module, ...(free.length > 0 ? free : wanted))
}

/**
 * The helper beside a wrapper: the same function with the changes made to it.
 * @throws Refused `through-wrapper` where the wrapper is no function of its own, or exported in a form that has no room.
 */
export function cloned(
  context: Pick<TransformContext, 'sites'>,
  kind: HelperKind,
  site: InvokeSite,
  level: WrapperLevel,
  change: FileChange,
): FileChange {
  const { module, node } = level
  const statement = statementOf(node)
  const name = nameNodeOf(node)
  if (!statement || !name) refuseWrapper(site, 'is no function that another can stand beside')
  const { ast, text } = module
  const { eol } = sourceStyle(module)
  const twin = twinName(context, kind, level)
  const isInside = (range: { start: number; end: number }) =>
    statement.getStart(ast) <= range.start && range.end <= statement.end
  const local = change.declarations.filter(({ like }) => like && contains(node, like))
  const edits = [
    ...change.edits.filter(isInside),
    { start: name.getStart(ast), end: name.end, text: twin },
    ...local.map(({ like, text: declaration }) => {
      const owner = like?.parent.parent as ts.Statement
      const hasEnd = text[owner.end - 1] === ';'
      return { start: owner.getStart(ast), end: owner.end, text: `${declaration}${hasEnd ? ';' : ''}` }
    }),
  ]
  const start = lineAfter(text, statement.end)
  const isLineEnd = text[start - 1] === '\n'
  const body = `${renamed(module, statement, edits)}`
  return {
    module,
    edits: [
      { start, end: start, text: `${isLineEnd ? '' : eol}${eol}${body}${isLineEnd ? eol : ''}`, reason: REASON },
      ...besideInExports(module, name, twin, REASON),
    ],
    imports: change.imports,
    declarations: change.declarations.filter((declaration) => !local.includes(declaration)),
  }
}

/** A call goes to the helper beside the one that it called. */
export function redirected(
  { evaluator, sites }: Pick<TransformContext, 'evaluator' | 'sites'>,
  kind: HelperKind,
  site: InvokeSite,
  module: SourceModule,
  call: ts.CallExpression,
  level: WrapperLevel,
): { edits: SourceEdit[]; imports: ImportRequest[] } {
  const twin = twinName({ sites }, kind, level)
  const callee = call.expression
  const to = (node: ts.Node): SourceEdit => ({
    start: node.getStart(module.ast),
    end: node.end,
    text: twin,
    reason: REASON,
  })
  if (ts.isPropertyAccessExpression(callee)) {
    const owner = evaluator.evaluate(module, callee.expression)
    const isDirect = owner.kind === 'namespace' && owner.module === level.module
    if (!isDirect) refuseWrapper(site, 'is called as a member of something')
    return { edits: [to(callee.name)], imports: [] }
  }
  if (!ts.isIdentifier(callee)) refuseWrapper(site, 'is called in a form that is not known')
  if (module === level.module) return { edits: [to(callee)], imports: [] }
  if (!isExportedBeside(level)) refuseWrapper(site, 'is exported in a form that is not known')
  const [like] = module.bindings.of(callee)?.declarations ?? []
  const specifier = like && namedImport(like)
  if (!like || specifier === undefined) refuseWrapper(site, 'is imported as a whole')
  const request = {
    specifier: reaching(evaluator, module, specifier, level.module, like),
    name: twin,
    isType: false,
    like,
  }
  return { edits: [to(callee)], imports: [request] }
}

/** The specifier of a named import or a `require` that is taken apart. */
function namedImport(declaration: ts.Node): string | undefined {
  if (ts.isImportSpecifier(declaration)) {
    const { moduleSpecifier } = declaration.parent.parent.parent
    return ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined
  }
  if (!ts.isBindingElement(declaration) || !ts.isVariableDeclaration(declaration.parent.parent)) return undefined
  const value = declaration.parent.parent.initializer
  const [argument] = value && ts.isCallExpression(value) ? value.arguments : []
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined
}

/** The specifier that was written, where it leads to all of the file; else the file itself. */
function reaching(
  evaluator: Evaluator,
  module: SourceModule,
  specifier: string,
  file: SourceModule,
  like: ts.Node,
): string {
  const target = evaluator.program.resolve(module.file, specifier)
  const there = target.kind === 'file' ? evaluator.program.module(target.file) : undefined
  if (there === file) return specifier
  const name = ts.isImportSpecifier(like)
    ? (like.propertyName ?? like.name).text
    : propertyName((like as ts.BindingElement).name as ts.Identifier)
  const isStar = there && name !== undefined && !there.exports.named.has(name)
  return isStar ? specifier : specifierFor(module, file.file)
}
