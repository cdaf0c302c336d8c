import { ts } from 'ts-morph'
import type { Binding } from '../../../syntax/bind'
import { contains, enclosing, walk } from '../../../syntax/nodes'
import { changeOf } from '../local-changes'
import { type ChainCode, declaredNames } from './parts'

/** A name whose value a step is given. */
export interface CrossingName {
  readonly name: string
  /** Where the step first reads it. */
  readonly node: ts.Identifier
  readonly declaration: ts.Node
}

/** What crosses between the workflow and a step. */
export interface Crossing {
  readonly inputs: readonly CrossingName[]
  /** Names that the step declares, and code behind it reads. */
  readonly outputs: readonly ts.Identifier[]
  /** What keeps the code where it is. */
  readonly troubles: readonly Trouble[]
}

export interface Trouble {
  readonly node: ts.Node
  /** A sentence of the code: `it uses "this"`. */
  readonly what: string
}

/** What code needs of the function around it, and what that needs of it. */
export function crossingOf(code: ChainCode, nodes: readonly ts.Node[]): Crossing {
  const { module, handler } = code
  const inputs = new Map<Binding, CrossingName>()
  const troubles: Trouble[] = []
  const isInside = (node: ts.Node) => nodes.some((own) => contains(own, node))
  const visit = (node: ts.Node) => {
    const own = boundTo(node)
    if (own !== undefined) troubles.push({ node, what: `it uses "${own}"` })
    const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
    const [declaration] = binding?.declarations ?? []
    if (!ts.isIdentifier(node) || !binding || !declaration || ts.isSourceFile(binding.scope) || isInside(declaration))
      return
    if (binding.writes.includes(node)) troubles.push({ node, what: `it gives "${node.text}" another value` })
    if (isOfInvocation(code, declaration))
      troubles.push({ node, what: `it uses "${node.text}", which is that of the invocation of the handler` })
    if (!isVariable(declaration))
      troubles.push({ node, what: `it uses "${node.text}", which is declared in the function` })
    if (!inputs.has(binding)) inputs.set(binding, { name: node.text, node, declaration })
    const later = changesBehind(binding, nodes)
    if (later) troubles.push({ node, what: `it is given "${node.text}", which is changed later` })
  }
  for (const node of nodes) walk(node, visit)
  const declared = declaredNames(...nodes.filter(ts.isStatement))
  const outputs = declared.filter((name) =>
    module.bindings.of(name)?.references.some((reference) => !isInside(reference)),
  )
  for (const binding of module.bindings.all) {
    const [declaration] = binding.declarations
    if (!declaration || !isInside(declaration) || declared.some((name) => module.bindings.of(name) === binding))
      continue
    if (binding.references.some((reference) => !isInside(reference)))
      troubles.push({ node: declaration, what: `it declares "${binding.name}" in a block` })
  }
  for (const name of declared) {
    if ((module.bindings.of(name)?.declarations.length ?? 0) > 1)
      troubles.push({ node: name, what: `it declares "${name.text}", which is declared more than once` })
  }
  for (const node of nodes) {
    const caught = handlersAround(node, handler).find(asksForClass)
    if (caught) troubles.push({ node, what: 'it may throw into a "catch" that asks for the class of the error' })
  }
  return { inputs: [...inputs.values()], outputs, troubles }
}

/** What means the function around it. */
function boundTo(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return 'this'
  if (node.kind === ts.SyntaxKind.SuperKeyword) return 'super'
  if (ts.isMetaProperty(node)) return node.getText()
  return ts.isIdentifier(node) && node.text === 'arguments' ? 'arguments' : undefined
}

/** Whether a name is the context or the callback of a handler. */
function isOfInvocation({ handler }: ChainCode, declaration: ts.Node): boolean {
  return handler.parameters.slice(1).some((parameter) => contains(parameter, declaration))
}

function isVariable(declaration: ts.Node): boolean {
  return ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) || ts.isParameter(declaration)
}

/** A change of what a name holds that is made when the step has run: what the step gave may hold the same. */
function changesBehind({ references }: Binding, nodes: readonly ts.Node[]): ts.Node | undefined {
  const end = Math.max(...nodes.map((node) => node.end))
  const isLoop = (node: ts.Node): node is ts.Node => ts.isIterationStatement(node, false)
  return references.find((reference) => {
    const change = changeOf(reference)
    if (!change) return false
    if (change.pos >= end || nodes.some((node) => contains(node, change))) return true
    let loop = enclosing(change, isLoop)
    while (loop && !nodes.some((node) => contains(loop as ts.Node, node))) loop = enclosing(loop.parent, isLoop)
    return loop !== undefined
  })
}

/** The `catch` clauses that what a node throws may reach. */
function handlersAround(node: ts.Node, handler: ts.Node): ts.CatchClause[] {
  const found: ts.CatchClause[] = []
  for (let own = node; own !== handler && !ts.isSourceFile(own); own = own.parent) {
    const { parent } = own
    if (ts.isTryStatement(parent) && parent.tryBlock === own && parent.catchClause) found.push(parent.catchClause)
  }
  return found
}

function asksForClass(clause: ts.CatchClause): boolean {
  let isFound = false
  walk(clause, (node) => {
    isFound ||= node.kind === ts.SyntaxKind.InstanceOfKeyword
  })
  return isFound
}
