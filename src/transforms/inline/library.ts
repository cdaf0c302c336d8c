import { ts } from 'ts-morph'
import type { CallbackAnswers } from '../../analysis/callback/answers'
import type { HandlerCode } from '../../analysis/relocatable'
import type { Binding } from '../../syntax/bind'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { endWithComment, wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { type FunctionNode, isExported } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import type { FileChange } from '../file-change'
import type { MovedAlias } from '../shared/alias-specifier'
import type { HandlerForm } from '../shared/handler-form'
import { importLines, isImported } from '../shared/moved-imports'
import { neededBy, statementsOf } from '../shared/needed-by'
import { calleeChange, isTypeOnly } from './callee-file'
import { fileHeader } from './file-header'
import { functionRoots, functionText } from './library-function'
import { needsAsync } from './needs-async'
import type { ParameterShape } from './parameters'

/** The library function that a callee becomes. */
export interface Library {
  readonly file: string
  readonly name: string
  readonly shape: ParameterShape
  readonly isAsync: boolean
  /** Text of its file; absent where the function is there already. */
  readonly text: string | undefined
  /** The function whose result it gives. */
  readonly callee: HandlerCode
  /** Names that the callee's file exports no more, but on behalf of the library: who imports them may turn to it. */
  readonly moved: readonly MovedName[]
  /** The statements of the callee's file that declare them. */
  readonly movedStatements: readonly ts.Statement[]
  /** Whether the callee's file goes as a whole. */
  readonly isFileGone: boolean
  /** What is left to do in the callee's file: nothing where the file goes as a whole. */
  readonly calleeChange: FileChange | undefined
}

export interface MovedName {
  readonly name: string
  /** Whether it is the name of a type and of nothing else. */
  readonly isType: boolean
}

export interface LibraryInput {
  readonly evaluator: Evaluator
  readonly module: SourceModule
  readonly form: HandlerForm
  /** How the handler answers, where it does so by a callback. */
  readonly answers: CallbackAnswers | undefined
  readonly file: string
  readonly name: string
  readonly shape: ParameterShape
  /** `removed`: the file goes; `dropped`: only the handler goes; `wrapped`: it stays and calls the library. */
  readonly callee: 'removed' | 'dropped' | 'wrapped'
  /** How it imports what the callee's file imports by a path. */
  readonly alias: MovedAlias | undefined
  /** Whether imports need an extension. */
  readonly needsExtension: boolean
  /** Whether a caller asks for a promise. */
  readonly needsPromise: boolean
  /** Whether other files import the callee's file. */
  readonly isImported: boolean
}

/** Writes the library file, and what becomes of the file that the handler stood in. */
export function buildLibrary(input: LibraryInput): Library {
  const { module, form } = input
  const async = input.needsPromise || needsAsync(input.evaluator, { module, node: form.node, answers: input.answers })
  const needs = neededBy(module, functionRoots(input))
  const moved = needs.filter((binding) => !isImported(binding))
  const staying = input.callee === 'removed' ? [] : moved.filter((binding) => isMovedWhole(binding, moved))
  const used = staying.filter((binding) => isUsedBeside(binding, input, moved))
  const shared = staying.filter((binding) => used.includes(binding) || isExportedName(binding, input))
  const { eol } = sourceStyle(module)
  const parts = [
    // what is said of the whole file goes where all of it goes
    input.callee === 'removed' ? fileHeader(module) : strictDirective(module),
    importLines(module, needs, input.file, input.alias).join(eol),
    ...declarationTexts(module, moved, shared),
    functionText(input, async),
  ].filter((part) => part !== '')
  return {
    file: input.file,
    name: input.name,
    shape: input.shape,
    isAsync: async,
    callee: { module, node: form.node, answers: input.answers },
    moved: shared.map((binding) => ({ name: binding.name, isType: isTypeOnly(binding) })),
    movedStatements: shared.flatMap(statementsOf),
    isFileGone: input.callee === 'removed',
    text: parts.join(eol + eol) + eol + commonJsExports(input, shared),
    calleeChange: input.callee === 'removed' ? undefined : calleeChange(input, shared, used),
  }
}

/** Strict code stays strict. */
function strictDirective({ ast }: SourceModule): string {
  const directive = ast.statements.find(
    (node) =>
      ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression) && node.expression.text === 'use strict',
  )
  return directive?.getText(ast) ?? ''
}

/** The declarations that move, in their order, each statement once. */
function declarationTexts(module: SourceModule, moved: readonly Binding[], shared: readonly Binding[]): string[] {
  const byStatement = new Map<ts.Statement, Binding[]>()
  for (const binding of moved) {
    // overloads, and interfaces that are written in parts
    for (const statement of statementsOf(binding))
      byStatement.set(statement, [...(byStatement.get(statement) ?? []), binding])
  }
  const inOrder = [...byStatement].sort(([one], [other]) => one.pos - other.pos)
  const texts: string[] = []
  for (const [index, [statement, bindings]] of inOrder.entries()) {
    const isExported = bindings.some((binding) => shared.includes(binding))
    const text = isWhole(statement, bindings)
      ? declarationText(module, statement, isExported)
      : partOf(module, statement as ts.VariableStatement, bindings)
    const [before] = inOrder[index - 1] ?? []
    // what stood together stays together
    const isTogether = before && isNext(module, before, statement)
    texts.push(isTogether ? `${texts.pop()}${sourceStyle(module).eol}${text}` : text)
  }
  return texts
}

/** Whether a statement follows another without an empty line. */
function isNext({ text, ast }: SourceModule, one: ts.Statement, other: ts.Statement): boolean {
  const { statements } = ast
  if (statements.indexOf(other) !== statements.indexOf(one) + 1) return false
  return !/\n[ \t]*\r?\n/.test(text.slice(one.end, other.getStart(ast)))
}

/** Whether all that a statement declares is among `bindings`. */
function isWhole(statement: ts.Statement, bindings: readonly Binding[]): boolean {
  return !ts.isVariableStatement(statement) || statement.declarationList.declarations.length === bindings.length
}

/** `const a = 1` of `const a = 1, b = 2`. */
function partOf(module: SourceModule, statement: ts.VariableStatement, bindings: readonly Binding[]): string {
  const keyword = statement.declarationList.getText(module.ast).split(/\s/, 1)[0]
  const parts = bindings.map((binding) => (binding.declarations[0] as ts.Node).getText(module.ast))
  return `${keyword} ${parts.join(', ')}${sourceStyle(module).semicolons ? ';' : ''}`
}

/** A declaration with the comments above it; exported where both files need it. */
function declarationText(module: SourceModule, statement: ts.Statement, isShared: boolean): string {
  const { start } = wholeLines(module, statement)
  const end = endWithComment(module, statement)
  const text = module.text.slice(start, end).trim()
  if (!isShared || isExported(statement) || !module.isEsm) return text
  const head = module.text.slice(start, statement.getStart(module.ast))
  return `${head.trimStart()}export ${module.text.slice(statement.getStart(module.ast), end)}`
}

function commonJsExports({ module, name }: LibraryInput, shared: readonly Binding[]): string {
  if (module.isEsm) return ''
  const { eol, semicolons } = sourceStyle(module)
  const names = [name, ...shared.map((binding) => binding.name)]
  return `${eol}module.exports = { ${names.join(', ')} }${semicolons ? ';' : ''}${eol}`
}

/** One of several declarations of a statement is copied instead: what moves is a constant that nobody changes. */
function isMovedWhole(binding: Binding, moved: readonly Binding[]): boolean {
  return statementsOf(binding).every((own) =>
    isWhole(
      own,
      moved.filter((other) => statementsOf(other).includes(own)),
    ),
  )
}

/** Whether another file may import a name; one of a handler that goes would stand there for nobody. */
function isExportedName(binding: Binding, { isImported: isFileImported, callee }: LibraryInput): boolean {
  // a constant, and the type of the same name, go together
  return (isFileImported || callee === 'dropped') && statementsOf(binding).some(isExported)
}

/** Whether something of the callee's file that stays there uses a declaration that moves. */
function isUsedBeside(binding: Binding, { form, shape, callee }: LibraryInput, moved: readonly Binding[]): boolean {
  const goes = [form.node, ...moved.flatMap(statementsOf)]
  const signature = callee === 'wrapped' ? signatureOf(form.node, shape) : []
  const isIn = (node: ts.Node, reference: ts.Identifier) => node.pos <= reference.pos && reference.end <= node.end
  return binding.references.some(
    (reference) => signature.some((part) => isIn(part, reference)) || !goes.some((node) => isIn(node, reference)),
  )
}

/** What a wrapper keeps of its handler: one that takes the whole event has no pattern, and none of its defaults. */
function signatureOf({ parameters, type, typeParameters }: FunctionNode, shape: ParameterShape): ts.Node[] {
  const own = parameters.flatMap((parameter): (ts.Node | undefined)[] =>
    shape.kind === 'properties' || ts.isIdentifier(parameter.name)
      ? [parameter]
      : [parameter.type, parameter.initializer],
  )
  return [...own, type, ...(typeParameters ?? [])].filter((part) => part !== undefined)
}
