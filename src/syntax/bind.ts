import { ts } from 'ts-morph'

/**
 * A name and everything in one file that means it. Types and values share one namespace here: an interface and a
 * constant of the same name are one binding, which is the careful answer when asking whether a name is still used.
 */
export interface Binding {
  readonly name: string
  /** Declarations in order: variable, parameter, function, class, import specifier, type… */
  readonly declarations: ts.Node[]
  /** Identifiers that read it, types included; its own declarations are not among them. */
  readonly references: ts.Identifier[]
  /** Identifiers that assign to it after its declaration. */
  readonly writes: ts.Identifier[]
  /** The scope that owns it: source file, function, block… */
  readonly scope: ts.Node
}

export interface Bindings {
  /** The binding that an identifier declares or refers to; `undefined` for globals and property names. */
  of(identifier: ts.Identifier): Binding | undefined
  /** Names declared at the top level of the file. */
  readonly topLevel: ReadonlyMap<string, Binding>
  /** All bindings, in order of declaration. */
  readonly all: readonly Binding[]
  /** Whether a name is declared or meant anywhere in the file; a new name must not be one of these. */
  isTaken(name: string): boolean
  /** The calls and constructions of the file, in order; the walk that finds the names meets them anyway. */
  readonly calls: readonly (ts.CallExpression | ts.NewExpression)[]
}

type Scope = { node: ts.Node; names: Map<string, Binding>; parent: Scope | undefined; isFunction: boolean }

/** Resolves every identifier of a file to its declaration by the scoping rules of the language. No types, no other files. */
export function bind(ast: ts.SourceFile): Bindings {
  const binder = new Binder(ast)
  binder.run()
  return {
    of: (identifier) => binder.resolved.get(identifier),
    topLevel: binder.root.names,
    all: binder.all,
    isTaken: (name) => binder.identifiers.has(name),
    calls: binder.calls,
  }
}

class Binder {
  readonly resolved = new Map<ts.Identifier, Binding>()
  readonly all: Binding[] = []
  readonly identifiers = new Set<string>()
  readonly calls: (ts.CallExpression | ts.NewExpression)[] = []
  readonly root: Scope
  /** Identifiers and the scopes they stand in: what they mean is known when everything is declared. */
  private readonly mentions: { readonly node: ts.Identifier; readonly scope: Scope }[] = []
  private readonly scopes = new Map<ts.Node, Scope>()
  private scope: Scope

  constructor(private readonly ast: ts.SourceFile) {
    this.root = { node: ast, names: new Map(), parent: undefined, isFunction: true }
    this.scopes.set(ast, this.root)
    this.scope = this.root
  }

  run(): void {
    for (const statement of this.ast.statements) this.visit(statement)
    for (const { node, scope } of this.mentions) this.resolve(node, scope)
  }

  private enter(node: ts.Node): Scope {
    const known = this.scopes.get(node)
    if (known) return known
    const isFunction = ts.isFunctionLike(node) || ts.isModuleBlock(node) || ts.isClassStaticBlockDeclaration(node)
    const scope = { node, names: new Map<string, Binding>(), parent: this.scope, isFunction }
    this.scopes.set(node, scope)
    return scope
  }

  private readonly visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      this.mentions.push({ node, scope: this.scope })
      return
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.calls.push(node)
    if (DECLARING.has(node.kind)) this.declareAt(node)
    const outer = this.scope
    if (opensScope(node)) this.scope = this.enter(node)
    ts.forEachChild(node, this.visit)
    this.scope = outer
  }

  private declare(name: ts.Identifier, declaration: ts.Node, scope: Scope): void {
    let binding = scope.names.get(name.text)
    if (!binding) {
      binding = { name: name.text, declarations: [], references: [], writes: [], scope: scope.node }
      scope.names.set(name.text, binding)
      this.all.push(binding)
    }
    binding.declarations.push(declaration)
    this.resolved.set(name, binding)
  }

  private functionScope(): Scope {
    let scope = this.scope
    while (!scope.isFunction && scope.parent) scope = scope.parent
    return scope
  }

  private declarePattern(name: ts.BindingName, declaration: ts.Node, scope: Scope): void {
    if (ts.isIdentifier(name)) this.declare(name, declaration, scope)
    else
      for (const element of name.elements)
        if (ts.isBindingElement(element)) this.declarePattern(element.name, element, scope)
  }

  /** Declares what a node itself declares. */
  private declareAt(node: ts.Node): void {
    if (ts.isVariableDeclaration(node)) {
      const list = node.parent
      const isVar = ts.isVariableDeclarationList(list) && !(list.flags & ts.NodeFlags.BlockScoped)
      this.declarePattern(node.name, node, isVar ? this.functionScope() : this.scope)
    } else if (ts.isParameter(node)) {
      this.declarePattern(node.name, node, this.scope)
    } else if (isNamedDeclaration(node) && node.name && ts.isIdentifier(node.name)) {
      const own = ts.isFunctionExpression(node) || ts.isClassExpression(node)
      this.declare(node.name, node, own ? this.enter(node) : this.scope)
    } else if (ts.isImportClause(node) && node.name) {
      this.declare(node.name, node, this.scope)
    } else if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || ts.isImportEqualsDeclaration(node)) {
      this.declare(node.name, node, this.scope)
    }
  }

  private resolve(node: ts.Identifier, scope: Scope): void {
    const isDeclared = this.resolved.has(node)
    const isMeant = !isDeclared && isReference(node)
    if (isDeclared || isMeant) this.identifiers.add(node.text)
    if (isMeant) this.refer(node, scope)
  }

  private refer(node: ts.Identifier, from: Scope): void {
    for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
      const binding = scope.names.get(node.text)
      if (!binding) continue
      this.resolved.set(node, binding)
      const isWritten = isAssigned(node)
      if (isWritten) binding.writes.push(node)
      if (!isWritten || readsToo(node)) binding.references.push(node)
      return
    }
  }
}

const FUNCTIONS = [
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.Constructor,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
  ts.SyntaxKind.MethodSignature,
  ts.SyntaxKind.CallSignature,
  ts.SyntaxKind.ConstructSignature,
  ts.SyntaxKind.IndexSignature,
  ts.SyntaxKind.FunctionType,
  ts.SyntaxKind.ConstructorType,
] as const

/** Asked for every node of every file that is bound: a set of kinds is much faster than a row of `ts.is…`. */
const SCOPES: ReadonlySet<ts.SyntaxKind> = new Set<ts.SyntaxKind>([
  ...FUNCTIONS,
  ts.SyntaxKind.Block,
  ts.SyntaxKind.ModuleBlock,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.CaseBlock,
  ts.SyntaxKind.ClassStaticBlockDeclaration,
  ts.SyntaxKind.MappedType,
  ts.SyntaxKind.ConditionalType,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
])

function opensScope(node: ts.Node): boolean {
  return SCOPES.has(node.kind)
}

type Named =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassLikeDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.TypeParameterDeclaration

const NAMED: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.TypeParameter,
])

const DECLARING: ReadonlySet<ts.SyntaxKind> = new Set([
  ...NAMED,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.ImportClause,
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.NamespaceImport,
  ts.SyntaxKind.ImportEqualsDeclaration,
])

function isNamedDeclaration(node: ts.Node): node is Named {
  return NAMED.has(node.kind)
}

/** Whether an identifier means a binding, rather than naming a property, a label or a member. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isQualifiedName(parent)) return parent.left === node
  if (ts.isBindingElement(parent)) return parent.propertyName !== node
  if (ts.isImportSpecifier(parent)) return false
  if (ts.isExportSpecifier(parent)) {
    return (parent.propertyName ?? parent.name) === node && !parent.parent.parent.moduleSpecifier
  }
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false
  if (ts.isMetaProperty(parent) || ts.isNamespaceExport(parent) || ts.isNamedTupleMember(parent)) return false
  if (ts.isJsxAttribute(parent)) return false
  if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.initializer === node
  }
  if (ts.isMethodDeclaration(parent) || ts.isAccessor(parent)) return parent.name !== node
  if (ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) return parent.name !== node
  return true
}

function isAssigned(node: ts.Identifier): boolean {
  let target: ts.Node = node
  while (isPatternPart(target.parent, target)) target = target.parent
  const { parent } = target
  if (ts.isBinaryExpression(parent)) return parent.left === target && isAssignmentOperator(parent.operatorToken.kind)
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
  }
  return (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) && parent.initializer === target
}

/** `[a, b] = …` and `({ a, b: c } = …)`: steps from a name to the literal that is really a pattern. */
function isPatternPart(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(parent) || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return true
  if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)) return true
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node
  return ts.isPropertyAssignment(parent) && parent.initializer === node
}

/** `x += 1` and `x++` read what they write. */
function readsToo(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    !(ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) &&
    !ts.isForOfStatement(parent)
  )
}

export function isAssignmentOperator(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}
