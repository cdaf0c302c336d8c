import { ts } from 'ts-morph'
import type { Edit } from '../edit/edit'
import { lineAfter, wholeLines } from '../syntax/lines'
import type { SourceModule } from '../syntax/module'
import { type Range, requiredModule } from '../syntax/nodes'
import { type SourceStyle, sourceStyle } from '../syntax/style'
import type { DeclarationRequest, FileChange, ImportRequest } from '../transforms/file-change'
import { type DeadDeclaration, deadDeclarations } from './dead-code'

/** A file change and the sites that asked for it. */
export interface MarkedChange {
  readonly change: FileChange
  readonly sites: readonly number[]
  readonly rule: string
}

/**
 * Merges all changes of one file: the edits of the transforms, the imports and declarations that they need, and the
 * removal of what nothing uses any more.
 */
export function composeSource(module: SourceModule, changes: readonly MarkedChange[]): Edit[] {
  const sites = [...new Set(changes.flatMap((change) => change.sites))].sort((a, b) => a - b)
  const own = changes.flatMap(({ change, sites: asked, rule }) =>
    change.edits.map((edit): Edit => ({ file: module.file, ...edit, rule, sites: asked })),
  )
  const imports = distinct(
    changes.flatMap(({ change }) => change.imports),
    (request) => `${request.specifier}#${request.name}`,
  )
  const declarations = distinct(
    changes.flatMap(({ change }) => change.declarations),
    (request) => request.name,
  )
  const mentioned = wordsIn([...own.map((edit) => edit.text), ...declarations.map((d) => d.text)])
  const dead = deadDeclarations(module, own, mentioned)
  const composer = new Composer(module, dead, sites)
  composer.addDeclarations(declarations)
  composer.addImports(imports)
  composer.removeDead()
  return [...own, ...composer.edits]
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()]
}

function wordsIn(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => text.match(/[A-Za-z_$][\w$]*/g) ?? []))
}

class Composer {
  readonly edits: Edit[] = []
  private readonly style: SourceStyle
  /** Dead declarations whose text was replaced by something new. */
  private readonly replaced = new Set<ts.Node>()

  constructor(
    private readonly module: SourceModule,
    private readonly dead: readonly DeadDeclaration[],
    private readonly sites: readonly number[],
  ) {
    this.style = sourceStyle(module)
  }

  private push(range: Range, text: string, rule: string, reason: string): void {
    this.edits.push({ file: this.module.file, ...range, text, rule, reason, sites: this.sites })
  }

  addDeclarations(requests: readonly DeclarationRequest[]): void {
    for (const { name, text, like } of requests) {
      const statement = like && statementOf(like)
      const reason = `"${name}" is needed.`
      if (statement && this.isDead(like) && isOnlyDeclaration(statement)) {
        this.replaced.add(like)
        this.push(
          { start: statement.getStart(this.module.ast), end: statement.end },
          this.terminated(text),
          'add-declaration',
          reason,
        )
        continue
      }
      const anchor = statement ?? lastImport(this.module) ?? undefined
      const start = anchor ? lineAfter(this.module.text, anchor.end) : 0
      const lead = statement || !anchor ? '' : this.style.eol
      this.push({ start, end: start }, `${lead}${this.terminated(text)}${this.style.eol}`, 'add-declaration', reason)
    }
  }

  addImports(requests: readonly ImportRequest[]): void {
    const bySpecifier = new Map<string, ImportRequest[]>()
    for (const request of requests) {
      if (this.isImported(request)) continue
      bySpecifier.set(request.specifier, [...(bySpecifier.get(request.specifier) ?? []), request])
    }
    const first: string[] = []
    for (const group of bySpecifier.values()) this.addImport(group, first)
    if (first.length === 0) return
    // a file without imports gets them at its head, set apart
    const start = headEnd(this.module)
    this.push(
      { start, end: start },
      `${first.join('')}${this.style.eol}`,
      'add-import',
      'What is used must be imported.',
    )
  }

  private isImported({ specifier, name }: ImportRequest): boolean {
    return importedNames(this.module, specifier).some((known) => known === name)
  }

  /** Adds one import; its line goes to `first` where the file has no imports to stand beside. */
  private addImport(group: readonly ImportRequest[], first: string[]): void {
    const [request] = group
    if (!request) return
    const names = group.map((request) => request.name)
    const reason = `${names.join(', ')} of ${request.specifier} ${names.length > 1 ? 'are' : 'is'} needed.`
    const existing = namedImportOf(this.module, request.specifier)
    if (existing) {
      const last = existing.elements.at(-1)
      if (last) {
        this.push({ start: last.end, end: last.end }, `, ${this.importList(group, false)}`, 'add-import', reason)
        return
      }
    }
    const text = this.importText(group)
    const like = request.like && statementOf(request.like)
    const isRelative = request.specifier.startsWith('.')
    const slot = like && this.isWholeStatementDead(like) && !this.replaced.has(like) ? like : undefined
    const neighbours = importStatements(this.module).filter(
      (statement) => !this.isWholeStatementDead(statement) || this.replaced.has(statement),
    )
    const alike = neighbours.filter((statement) => (specifierOf(statement) ?? '').startsWith('.') === isRelative)
    if (slot && (!isRelative || alike.length === 0)) {
      this.replaced.add(slot)
      this.push({ start: slot.getStart(this.module.ast), end: slot.end }, text, 'add-import', reason)
      return
    }
    this.insertImport({ text, specifier: request.specifier, reason }, like, alike, isRelative, first)
  }

  /** Among its kind: packages before relative files, relative files by name. */
  private insertImport(
    { text, specifier, reason }: { text: string; specifier: string; reason: string },
    like: ts.Node | undefined,
    alike: readonly ts.Statement[],
    isRelative: boolean,
    first: string[],
  ): void {
    const before = isRelative
      ? alike.findLast((statement) => (specifierOf(statement) ?? '') < specifier)
      : (like ?? alike.at(-1))
    const next = isRelative ? alike[0] : importStatements(this.module)[0]
    const line = text + this.style.eol
    if (before) {
      const start = lineAfter(this.module.text, before.end)
      this.push({ start, end: start }, line, 'add-import', reason)
    } else if (next) {
      const start = next.getStart(this.module.ast)
      this.push({ start, end: start }, line, 'add-import', reason)
    } else first.push(line)
  }

  private importText(group: readonly ImportRequest[]): string {
    const mark = this.style.quote === 'single' ? "'" : '"'
    const source = `${mark}${group[0]?.specifier}${mark}`
    const isTypeOnly = group.every(({ isType }) => isType)
    const list = `{ ${this.importList(group, isTypeOnly)} }`
    const usesRequire = !this.module.isEsm && !/\.[cm]?tsx?$/.test(this.module.file)
    return this.terminated(
      usesRequire ? `const ${list} = require(${source})` : `import ${isTypeOnly ? 'type ' : ''}${list} from ${source}`,
    )
  }

  /** The names, in the order of the import that they take the place of. */
  private importList(group: readonly ImportRequest[], isTypeOnly: boolean): string {
    const position = ({ like }: ImportRequest) => like?.pos ?? Number.POSITIVE_INFINITY
    return [...group]
      .sort((a, b) => position(a) - position(b))
      .map(({ name, isType }) => (isType && !isTypeOnly ? `type ${name}` : name))
      .join(', ')
  }

  private terminated(text: string): string {
    return this.style.semicolons && !text.endsWith(';') ? `${text};` : text
  }

  /** Removes what died and was not replaced: whole statements with their lines, else single names of a list. */
  removeDead(): void {
    const statements = new Map<ts.Node, ts.Node[]>()
    for (const { node } of this.dead) {
      const statement = statementOf(node)
      statements.set(statement, [...(statements.get(statement) ?? []), node])
    }
    for (const [statement, nodes] of statements) {
      if (this.replaced.has(statement) || nodes.every((node) => this.replaced.has(node))) continue
      const names = nodes.map((node) => this.dead.find((entry) => entry.node === node)?.binding.name).join(', ')
      const reason = `Nothing uses ${names} any more.`
      if (this.isWholeStatementDead(statement))
        this.push(wholeLines(this.module, statement), '', 'remove-unused', reason)
      else for (const node of nodes) this.push(this.listItem(node), '', 'remove-unused', reason)
    }
  }

  private isDead(node: ts.Node): boolean {
    return this.dead.some((entry) => entry.node === node)
  }

  /** Whether every name that a statement declares is dead. */
  private isWholeStatementDead(statement: ts.Node): boolean {
    const declared = declaredNodes(statement)
    return declared.length > 0 && declared.every((node) => this.isDead(node))
  }

  /** A specifier or declaration in a list, with its comma. */
  private listItem(node: ts.Node): Range {
    const list = siblingsOf(node)
    const index = list.indexOf(node)
    const before = list[index - 1]
    const next = list[index + 1]
    if (next) return { start: node.getStart(this.module.ast), end: next.getStart(this.module.ast) }
    if (before) return { start: before.end, end: node.end }
    return { start: node.getStart(this.module.ast), end: node.end }
  }
}

/** The statement that holds a declaration. */
export function statementOf(node: ts.Node): ts.Node {
  let current = node
  while (current.parent && !ts.isStatement(current)) current = current.parent
  return current
}

function isOnlyDeclaration(statement: ts.Node): boolean {
  return declaredNodes(statement).length === 1
}

function declaredNodes(statement: ts.Node): ts.Node[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration): ts.Node[] =>
      ts.isIdentifier(declaration.name) ? [declaration] : declaration.name.elements.filter(ts.isBindingElement),
    )
  }
  if (ts.isImportDeclaration(statement)) {
    const { importClause } = statement
    const named = importClause?.namedBindings
    const names = named ? (ts.isNamespaceImport(named) ? [named] : [...named.elements]) : []
    return importClause?.name ? [importClause, ...names] : names
  }
  return [statement]
}

function siblingsOf(node: ts.Node): readonly ts.Node[] {
  const { parent } = node
  if (ts.isNamedImports(parent) || ts.isObjectBindingPattern(parent)) return parent.elements
  if (ts.isVariableDeclarationList(parent)) return parent.declarations
  return [node]
}

function importStatements(module: SourceModule): ts.Statement[] {
  return module.ast.statements.filter((statement) => ts.isImportDeclaration(statement) || isRequire(statement))
}

function lastImport(module: SourceModule): ts.Statement | undefined {
  return importStatements(module).at(-1)
}

/** What an import statement or a `require` imports. */
function specifierOf(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement))
    return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined
  if (!ts.isVariableStatement(statement)) return undefined
  const initializer = statement.declarationList.declarations[0]?.initializer
  return initializer && requiredModule(initializer)
}

function isRequire(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.every(
      ({ initializer }) => initializer && requiredModule(initializer) !== undefined,
    )
  )
}

/** Behind directives (`'use strict'`) and the comment at the head. */
function headEnd(module: SourceModule): number {
  const directive = module.ast.statements.findLast(
    (statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression),
  )
  if (directive) return lineAfter(module.text, directive.end)
  const [first] = module.ast.statements
  return first ? first.getStart(module.ast) : 0
}

function namedImportOf(module: SourceModule, specifier: string): ts.NamedImports | undefined {
  for (const statement of module.ast.statements) {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) continue
    if (!ts.isStringLiteral(statement.moduleSpecifier) || statement.moduleSpecifier.text !== specifier) continue
    const named = statement.importClause?.namedBindings
    if (named && ts.isNamedImports(named)) return named
  }
  return undefined
}

function importedNames(module: SourceModule, specifier: string): string[] {
  return module.ast.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return []
    if (statement.moduleSpecifier.text !== specifier) return []
    const named = statement.importClause?.namedBindings
    return named && ts.isNamedImports(named) ? named.elements.map((element) => element.name.text) : []
  })
}
