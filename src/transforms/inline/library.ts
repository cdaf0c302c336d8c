import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import { lineStart, wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { type FunctionNode, isAsync, isFunctionNode, unwrap, walk, walkOwn } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/parse'
import { sourceStyle } from '../../syntax/style'
import type { FileChange, SourceEdit } from '../file-change'
import type { HandlerForm } from '../shared/handler-form'
import { movedSpecifier, specifierFor } from '../shared/specifier'
import type { ParameterShape } from './parameters'

/** The library function that a callee becomes. */
export interface Library {
  readonly file: string
  readonly name: string
  readonly shape: ParameterShape
  readonly isAsync: boolean
  readonly text: string
  /** What is left to do in the callee's file: nothing where the file goes as a whole. */
  readonly calleeChange: FileChange | undefined
}

export interface LibraryInput {
  readonly module: SourceModule
  readonly form: HandlerForm
  readonly needs: readonly Binding[]
  readonly file: string
  readonly name: string
  readonly shape: ParameterShape
  /** `removed`: the file goes; `dropped`: only the handler goes; `wrapped`: it stays and calls the library. */
  readonly callee: 'removed' | 'dropped' | 'wrapped'
}

/** Writes the library file, and what becomes of the file that the handler stood in. */
export function buildLibrary(input: LibraryInput): Library {
  const { module, form } = input
  const async = needsAsync(module, form.node)
  const moved = input.needs.filter((binding) => !isImported(binding))
  const shared = input.callee === 'removed' ? [] : moved.filter((binding) => isUsedElsewhere(binding, form, moved))
  const { eol } = sourceStyle(module)
  const parts = [
    strictDirective(module),
    importLines(input).join(eol),
    ...moved.map((binding) => declarationText(module, binding, shared.includes(binding))),
    functionText(input, async),
  ].filter((part) => part !== '')
  return {
    file: input.file,
    name: input.name,
    shape: input.shape,
    isAsync: async,
    text: parts.join(eol + eol) + eol + commonJsExports(input, shared),
    calleeChange: input.callee === 'removed' ? undefined : calleeChange(input, shared),
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

/** Whether the function must stay async: it awaits, or gives a promise. */
function needsAsync(module: SourceModule, node: FunctionNode): boolean {
  if (!isAsync(node)) return false
  let found = false
  if (!node.body) return true
  walkOwn(node.body, (child) => {
    if (ts.isAwaitExpression(child) || (ts.isForOfStatement(child) && child.awaitModifier)) found = true
  })
  if (found) return true
  walk(node.body, (child) => {
    if (!ts.isCallExpression(child)) return
    const callee = unwrap(child.expression)
    const text = callee.getText(module.ast)
    if (/^Promise\b|\.(then|catch|finally)$/.test(text)) found = true
    if (ts.isIdentifier(callee) && module.bindings.of(callee) && !isSyncFunction(module, callee)) found = true
  })
  return found
}

function isSyncFunction(module: SourceModule, name: ts.Identifier): boolean {
  const [declaration] = module.bindings.of(name)?.declarations ?? []
  const value =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : declaration
  return isFunctionNode(value) && !isAsync(value)
}

function isImported(binding: Binding): boolean {
  const [node] = binding.declarations
  return (
    !!node && (ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node) || isRequired(node))
  )
}

function isRequired(node: ts.Node): boolean {
  const declaration = ts.isBindingElement(node) ? node.parent.parent : node
  return (
    ts.isVariableDeclaration(declaration) &&
    !!declaration.initializer &&
    /^require\(/.test(declaration.initializer.getText())
  )
}

/** Imports that the moved code needs, from where it goes. */
function importLines({ module, needs, file }: LibraryInput): string[] {
  const wanted = new Set(needs.filter(isImported).map((binding) => binding.name))
  const { quote } = sourceStyle(module)
  const mark = quote === 'single' ? "'" : '"'
  return module.ast.statements.flatMap((statement): string[] => {
    const specifier = importSpecifier(statement)
    if (specifier === undefined) return []
    const text = statement.getText(module.ast)
    const names = importedNames(statement).filter(({ local }) => wanted.has(local))
    if (names.length === 0) return []
    const target = `${mark}${movedSpecifier(specifier, module.file, file)}${mark}`
    if (names.length === importedNames(statement).length) return [text.replace(/(['"])[^'"]+\1(?=\)?;?$)/, target)]
    const list = `{ ${names.map(({ source }) => source).join(', ')} }`
    const end = sourceStyle(module).semicolons ? ';' : ''
    if (!ts.isImportDeclaration(statement)) return [`const ${list} = require(${target})${end}`]
    return [`import ${statement.importClause?.isTypeOnly ? 'type ' : ''}${list} from ${target}${end}`]
  })
}

function importSpecifier(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement))
    return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined
  return ts.isVariableStatement(statement) ? /require\((['"])(.+?)\1\)/.exec(statement.getText())?.[2] : undefined
}

function importedNames(statement: ts.Statement): { local: string; source: string }[] {
  if (ts.isImportDeclaration(statement)) {
    const clause = statement.importClause
    const named = clause?.namedBindings
    const rest = named ? (ts.isNamespaceImport(named) ? [named] : [...named.elements]) : []
    return [...(clause?.name ? [clause.name] : []), ...rest].map((node) => ({
      local: (ts.isIdentifier(node) ? node : node.name).text,
      source: node.getText(),
    }))
  }
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.flatMap(({ name }) =>
    ts.isIdentifier(name)
      ? [{ local: name.text, source: name.text }]
      : (name.elements as readonly ts.ArrayBindingElement[])
          .filter(ts.isBindingElement)
          .map((element) => ({ local: element.name.getText(), source: element.getText() })),
  )
}

/** A declaration with the comments above it; exported where both files need it. */
function declarationText(module: SourceModule, binding: Binding, isShared: boolean): string {
  const statement = statementOf(binding)
  const { start } = wholeLines(module, statement)
  const text = module.text.slice(start, statement.end).trim()
  const isExported = /^export\b/m.test(statement.getText(module.ast))
  if (!isShared || isExported || !module.isEsm) return text
  const head = module.text.slice(start, statement.getStart(module.ast))
  return `${head.trimStart()}export ${statement.getText(module.ast)}`
}

function statementOf(binding: Binding): ts.Node {
  let node: ts.Node = binding.declarations[0] as ts.Node
  while (!ts.isSourceFile(node.parent)) node = node.parent
  return node
}

function commonJsExports({ module, name }: LibraryInput, shared: readonly Binding[]): string {
  if (module.isEsm) return ''
  const { eol, semicolons } = sourceStyle(module)
  const names = [name, ...shared.map((binding) => binding.name)]
  return `${eol}module.exports = { ${names.join(', ')} }${semicolons ? ';' : ''}${eol}`
}

/** The function: the handler's own text, with its parameters and its first line written anew. */
function functionText({ module, form, name, shape }: LibraryInput, async: boolean): string {
  const { node } = form
  const comment = leadingComment(module, form.statement)
  const signature = `${module.isEsm ? 'export ' : ''}${async ? 'async ' : ''}function ${name}(${parametersText(module, node, shape)})${returnType(module, node, async)}`
  return `${comment}${signature} ${bodyText(module, node, shape)}`
}

/** Comments that stand directly above the handler speak of what it does. */
function leadingComment(module: SourceModule, statement: ts.Statement): string {
  const ranges = ts.getLeadingCommentRanges(module.text, statement.pos) ?? []
  const [first] = ranges
  if (!first) return ''
  const text = module.text.slice(first.pos, statement.getStart(module.ast))
  const isHead = statement === module.ast.statements[0] && /\n\s*\n\s*$/.test(text)
  return isHead || /\n[ \t]*\r?\n/.test(text) ? '' : text
}

function parametersText(module: SourceModule, node: FunctionNode, shape: ParameterShape): string {
  if (shape.kind === 'event') return node.parameters[0]?.getText(module.ast) ?? ''
  const typed = isTypeScript(module.file)
  return shape.properties
    .map(({ local, type, initializer }) => {
      const declared = typed && type !== undefined ? `${local}: ${type}` : local
      return initializer === undefined ? declared : `${declared} = ${initializer}`
    })
    .join(', ')
}

function returnType(module: SourceModule, node: FunctionNode, async: boolean): string {
  if (!node.type) return ''
  const text = node.type.getText(module.ast)
  if (async) return `: ${text}`
  return `: ${/^Promise<([\s\S]*)>$/.exec(text)?.[1] ?? text}`
}

function bodyText(module: SourceModule, node: FunctionNode, shape: ParameterShape): string {
  const { body } = node
  if (!body) return '{}'
  const edits =
    shape.kind === 'event' ? [] : shape.properties.flatMap(({ uses, local }) => uses.map((use) => ({ use, local })))
  let text = ''
  let at = body.getStart(module.ast)
  for (const { use, local } of edits.sort((a, b) => a.use.pos - b.use.pos)) {
    // `{ order: event.order }` becomes `{ order }`
    const node = ts.isPropertyAssignment(use.parent) && use.parent.name.getText(module.ast) === local ? use.parent : use
    text += module.text.slice(at, node.getStart(module.ast)) + local
    at = node.end
  }
  text += module.text.slice(at, body.end)
  if (ts.isBlock(body)) return text
  const { indent, eol, semicolons } = sourceStyle(module)
  const value =
    ts.isParenthesizedExpression(body) && ts.isObjectLiteralExpression(body.expression) ? text.slice(1, -1) : text
  return `{${eol}${indent}return ${value}${semicolons ? ';' : ''}${eol}}`
}

/** Whether something of the callee's file that stays there uses a binding. */
function isUsedElsewhere(binding: Binding, form: HandlerForm, moved: readonly Binding[]): boolean {
  const goes = [form.node, ...moved.map(statementOf)]
  const isGone = (reference: ts.Identifier) =>
    goes.some((node) => node.pos <= reference.pos && reference.end <= node.end)
  const inSignature = binding.references.some((reference) =>
    form.node.parameters.some((p) => p.pos <= reference.pos && reference.end <= p.end),
  )
  return inSignature || binding.references.some((reference) => !isGone(reference))
}

/** The callee's file without the logic: the handler goes, or calls the library. */
function calleeChange(input: LibraryInput, shared: readonly Binding[]): FileChange {
  const { module, form, name, file } = input
  const edits: SourceEdit[] = []
  const reason = 'The logic of the handler moved to a library function.'
  if (input.callee === 'dropped') edits.push({ ...wholeLines(module, form.statement), text: '', reason })
  else edits.push(wrapperEdit(input, reason))
  for (const binding of shared)
    edits.push({ ...wholeLines(module, statementOf(binding)), text: '', reason: `"${binding.name}" moved along.` })
  const specifier = specifierFor(module, file)
  const imports = [
    ...(input.callee === 'wrapped' ? [{ specifier, name, isType: false }] : []),
    ...shared.map((binding) => ({ specifier, name: binding.name, isType: isTypeOnly(binding) })),
  ]
  return {
    module,
    edits,
    imports,
    declarations: [],
  }
}

function isTypeOnly(binding: Binding): boolean {
  return binding.declarations.every((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
}

/** The handler as a thin wrapper: same name, same signature, one call. */
function wrapperEdit({ module, form, name, shape }: LibraryInput, reason: string): SourceEdit {
  const { node } = form
  const [parameter] = node.parameters
  const event = parameter && ts.isIdentifier(parameter.name) ? parameter.name.text : 'event'
  const isPattern = parameter && ts.isObjectBindingPattern(parameter.name)
  const argument =
    shape.kind === 'event'
      ? event
      : shape.properties.map((property) => (isPattern ? property.local : `${event}.${property.name}`)).join(', ')
  const call = `${name}(${argument})`
  const { semicolons, indent, eol } = sourceStyle(module)
  const { body } = node
  const start = body?.getStart(module.ast) ?? node.end
  const column = module.text.slice(
    lineStart(module.text, form.statement.getStart(module.ast)),
    form.statement.getStart(module.ast),
  )
  const text = ts.isArrowFunction(node)
    ? call
    : `{${eol}${column}${indent}return ${call}${semicolons ? ';' : ''}${eol}${column}}`
  return { start, end: body?.end ?? node.end, text, reason }
}
