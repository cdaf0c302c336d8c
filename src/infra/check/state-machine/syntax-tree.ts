/** A node of a JSONata syntax tree, as `jsonata(text).ast()` gives it. */
export interface TreeNode {
  readonly type: string
  readonly value?: unknown
  readonly steps?: readonly TreeNode[]
  readonly predicate?: readonly TreeNode[]
  readonly stages?: readonly TreeNode[]
  readonly group?: { readonly lhs: readonly (readonly TreeNode[])[] }
  readonly arguments?: readonly TreeNode[]
  readonly procedure?: TreeNode
  readonly body?: TreeNode
  readonly expressions?: readonly TreeNode[]
  readonly expression?: TreeNode
  readonly expr?: TreeNode
  readonly lhs?: TreeNode | readonly (readonly TreeNode[])[]
  readonly rhs?: TreeNode
  readonly condition?: TreeNode
  readonly then?: TreeNode
  readonly else?: TreeNode
  readonly terms?: readonly { readonly expression: TreeNode }[]
  readonly pattern?: TreeNode
  readonly update?: TreeNode
  readonly delete?: TreeNode
  /** `$x@$item`, `$x#$index`. */
  readonly focus?: string
  readonly index?: string
}

/** What a walk over an expression meets. */
export interface ExpressionVisitor {
  /** `name`, `*`, `**` or `%` where there is no value around that it could be a member of. */
  bareName(text: string): void
  /** A variable that the expression itself does not bind; `members` are the names read of it. */
  variable(name: string, members: readonly string[]): void
  /** A call of what the expression itself does not bind. */
  call(name: string): void
}

interface Place {
  /** Names that the expression binds. */
  readonly bound: ReadonlySet<string>
  /** Whether a value is at hand that `name` and `$` stand in: behind a dot, in a predicate. */
  readonly hasContext: boolean
}

/** Walks an expression, with what its functions and blocks bind. */
export function walkExpression(root: TreeNode, visitor: ExpressionVisitor): void {
  visit(root, { bound: new Set(), hasContext: false }, visitor)
}

function visit(node: TreeNode, place: Place, visitor: ExpressionVisitor): void {
  const inner: Place = { ...place, hasContext: true }
  switch (node.type) {
    case 'path':
      path(node, place, visitor)
      break
    case 'variable':
      variable(node, [], place, visitor)
      break
    case 'name':
    case 'wildcard':
    case 'descendant':
    case 'parent':
      if (!place.hasContext) visitor.bareName(String(node.value ?? '%'))
      break
    case 'function':
    case 'partial':
      call(node, place, visitor)
      break
    case 'lambda':
      if (node.body) visit(node.body, bind(place, node.arguments?.map(({ value }) => String(value)) ?? []), visitor)
      break
    case 'block':
      block(node.expressions ?? [], place, visitor)
      break
    case 'bind':
      if (node.rhs) visit(node.rhs, bind(place, boundBy(node)), visitor)
      break
    default:
      for (const child of childrenOf(node)) visit(child, node.type === 'transform' ? inner : place, visitor)
  }
  for (const part of refinements(node)) visit(part, inner, visitor)
}

/** What is evaluated for each item of a value: predicates, and the pairs of a group. */
function refinements({ predicate = [], stages = [], group }: TreeNode): TreeNode[] {
  return [...predicate, ...stages, ...(group?.lhs.flat() ?? [])]
}

function path({ steps = [] }: TreeNode, place: Place, visitor: ExpressionVisitor): void {
  let current = place
  steps.forEach((step, index) => {
    if (index === 0 && step.type === 'variable') {
      const members = steps.slice(1)
      const end = members.findIndex(({ type }) => type !== 'name')
      const names = members.slice(0, end < 0 ? undefined : end).map(({ value }) => String(value))
      variable(step, names, current, visitor)
      for (const part of refinements(step)) visit(part, { ...current, hasContext: true }, visitor)
    } else visit(step, current, visitor)
    current = {
      ...bind(
        current,
        [step.focus, step.index].filter((name) => name !== undefined),
      ),
      hasContext: true,
    }
  })
}

function variable(node: TreeNode, members: readonly string[], place: Place, visitor: ExpressionVisitor): void {
  const name = String(node.value)
  if (place.bound.has(name)) return
  // `$` is the value at hand; `$$` the input, which there is none of
  if (name === '' ? !place.hasContext : name === '$') visitor.bareName(`$${name}`)
  else if (name !== '') visitor.variable(name, members)
}

function call(node: TreeNode, place: Place, visitor: ExpressionVisitor): void {
  const { procedure } = node
  if (procedure?.type === 'variable') {
    const name = String(procedure.value)
    if (!place.bound.has(name)) visitor.call(name)
  } else if (procedure) visit(procedure, place, visitor)
  for (const argument of node.arguments ?? []) if (argument.type !== 'operator') visit(argument, place, visitor)
}

/** What an expression of a block binds is known to those behind it. */
function block(expressions: readonly TreeNode[], place: Place, visitor: ExpressionVisitor): void {
  let current = place
  for (const expression of expressions) {
    visit(expression, current, visitor)
    current = bind(current, boundBy(expression))
  }
}

function boundBy({ type, lhs }: TreeNode): string[] {
  return type === 'bind' && lhs && !isPairs(lhs) ? [String(lhs.value)] : []
}

function bind(place: Place, names: readonly string[]): Place {
  return names.length === 0 ? place : { ...place, bound: new Set([...place.bound, ...names]) }
}

function isPairs(lhs: NonNullable<TreeNode['lhs']>): lhs is readonly (readonly TreeNode[])[] {
  return Array.isArray(lhs)
}

function childrenOf(node: TreeNode): TreeNode[] {
  const { lhs } = node
  const own = [
    node.rhs,
    node.expression,
    node.expr,
    node.condition,
    node.then,
    node.else,
    node.pattern,
    node.update,
    node.delete,
  ]
  const pairs = lhs === undefined ? [] : isPairs(lhs) ? lhs.flat() : [lhs]
  const terms = node.terms?.map(({ expression }) => expression) ?? []
  return [...pairs, ...own, ...(node.expressions ?? []), ...terms].filter((child) => child !== undefined)
}
