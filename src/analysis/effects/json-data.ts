import { ts } from 'ts-morph'
import { type Binding, isAssignmentOperator } from '../../syntax/bind'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, rewrap, walk } from '../../syntax/nodes'
import { importOf, type Surroundings } from '../imported-constant'
import { isGivenValue } from '../mutations'
import { useOf } from '../uses'

/** Why the content of a JSON file is not taken for a constant. */
export interface OpenData {
  readonly what: string
}

/**
 * Content of JSON files that is imported or required: one value a process, shared by all that load it. It is a constant
 * where no file of the repository does more with it than to read.
 */
export class JsonData {
  private readonly known = new Map<string, OpenData | undefined>()

  constructor(
    private readonly evaluator: Evaluator,
    private readonly surroundings: Surroundings,
  ) {}

  /** @returns `constant`; why not; `undefined` where the name is not of a JSON file. */
  of(module: SourceModule, binding: Binding): 'constant' | OpenData | undefined {
    const imported = importOf(binding)
    const target = imported && this.surroundings.program.resolve(module.file, imported.specifier)
    if (target?.kind !== 'file' || !target.file.endsWith('.json')) return undefined
    if (!this.known.has(target.file)) this.known.set(target.file, this.trouble(target.file))
    return this.known.get(target.file) ?? 'constant'
  }

  private trouble(file: string): OpenData | undefined {
    const { program, importersOf } = this.surroundings
    const data = program.data(file)
    if (data === undefined) return { what: `${file} cannot be read as JSON` }
    for (const { file: from, specifier } of importersOf(file)) {
      const module = program.module(from)
      if (!module || !this.isRead(module, specifier, data))
        return { what: `${file} may be changed by ${from}, which does more with it than to read it` }
    }
    return undefined
  }

  private isRead(module: SourceModule, specifier: string, data: unknown): boolean {
    const bindings = module.bindings.all.filter((one) => importOf(one)?.specifier === specifier)
    const holders = new Set(bindings.flatMap(({ declarations: [declaration] }) => declaration && holderOf(declaration)))
    // an import that nothing is named by is not followed
    if (mentions(module, specifier) !== holders.size) return false
    // what its functions answer with is seen where they are called, and by no other file
    const answering = this.surroundings.importersOf(module.file).length === 0 ? functionsIn(module) : []
    return bindings.every((binding) => {
      const name = importOf(binding)?.name ?? '*'
      const held = name === '*' || name === 'default' ? data : memberOf(data, name)
      const isHeld = (one: ts.Identifier) => this.isReadAt(module, one, held, answering)
      return binding.writes.length === 0 && binding.references.every(isHeld)
    })
  }

  /** Whether a use of the name reads, or takes something that nobody can change. */
  private isReadAt(
    module: SourceModule,
    reference: ts.Identifier,
    data: unknown,
    answering: readonly ts.Node[],
  ): boolean {
    let node: ts.Expression = rewrap(reference)
    let held = data
    while (isAccess(node.parent) && node.parent.expression === node && isContainer(held)) {
      const name = accessedName(node.parent)
      const isDefault = name === 'default' && node === rewrap(reference)
      const next = name === undefined ? anyMember(held) : (memberOf(held, name) ?? (isDefault ? held : undefined))
      // a method of a list, or a member that is not there
      if (next === undefined) break
      held = next
      node = rewrap(node.parent)
    }
    if (ts.isExportSpecifier(node.parent) || isGivenValue(node) || isInPattern(node)) return false
    return !isContainer(held) || useOf(this.evaluator, module, node, answering) !== 'escapes'
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function memberOf(data: unknown, name: string): unknown {
  return isContainer(data) && Object.hasOwn(data, name) ? (data as Record<string, unknown>)[name] : undefined
}

/** A member by a name that is not known: a primitive only where all of them are. */
function anyMember(data: object): unknown {
  const members = Object.values(data)
  return members.find(isContainer) ?? members[0]
}

/** `[rates.EUR] = list`, `for (rates.EUR of list)`: what a pattern or a loop gives a value to. */
function isInPattern(node: ts.Node): boolean {
  let at = node
  while (PATTERN_PARTS.has(at.parent.kind)) at = at.parent
  const { parent } = at
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === at
  return ts.isBinaryExpression(parent) && parent.left === at && isAssignmentOperator(parent.operatorToken.kind)
}

const PATTERN_PARTS = new Set([
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.ObjectLiteralExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.ParenthesizedExpression,
])

/** The import or the call of `require` that gives a name. */
function holderOf(declaration: ts.Node): ts.Node {
  let at = declaration
  while (!ts.isImportDeclaration(at) && !ts.isVariableDeclaration(at) && !ts.isSourceFile(at)) at = at.parent
  return at
}

function mentions(module: SourceModule, specifier: string): number {
  let count = 0
  walk(module.ast, (node) => {
    if (ts.isStringLiteralLike(node) && node.text === specifier) count += 1
  })
  return count
}

function functionsIn(module: SourceModule): ts.Node[] {
  const found: ts.Node[] = []
  walk(module.ast, (node) => {
    if (ts.isFunctionLike(node)) found.push(node)
  })
  return found
}
