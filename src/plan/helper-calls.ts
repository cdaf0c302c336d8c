import { ts } from 'ts-morph'
import { callsOfFunction } from '../analysis/calls-of-function'
import type { SourceModule } from '../syntax/module'
import { accessedName, type FunctionNode, isAccess, rewrap, walk } from '../syntax/nodes'
import { isSourceFile } from '../syntax/source-file'
import type { TransformContext } from '../transforms/transform'
import { textOf } from '../workspace/workspace'

/** The calls of a helper, a method or a function within another one included; `undefined` where not all can be told. */
export function callsOfHelper(
  context: TransformContext,
  module: SourceModule,
  node: FunctionNode,
): ReadonlySet<ts.Node> | undefined {
  if (ts.isMethodDeclaration(node)) return ts.isIdentifier(node.name) ? callsOfMethod(context, node.name) : undefined
  return callsOfFunction(context, module, node) ?? callsOfInner(module, node)
}

/** A function of another one is called by its name there, and nowhere else. */
function callsOfInner({ bindings }: SourceModule, node: FunctionNode): ReadonlySet<ts.Node> | undefined {
  const { parent } = node
  const name = ts.isVariableDeclaration(parent) ? parent.name : ts.isFunctionDeclaration(node) ? node.name : undefined
  const binding = name && ts.isIdentifier(name) ? bindings.of(name) : undefined
  if (!binding || ts.isSourceFile(binding.scope) || binding.writes.length > 0) return undefined
  return calledAt(binding.references)
}

/** Whatever has a method of that name: each place of the repository that says it must be a call. */
function callsOfMethod({ evaluator, workspace }: TransformContext, name: ts.Identifier): Set<ts.Node> | undefined {
  const uses: ts.Node[] = []
  for (const file of workspace.files) {
    if (!isSourceFile(file) || !(textOf(workspace, file) ?? '').includes(name.text)) continue
    const module = evaluator.program.module(file)
    if (!module || module.syntaxError) return undefined
    walk(module.ast, (node) => {
      const isMention = (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === name.text
      if (isMention && node !== name) uses.push(node)
    })
  }
  return calledAt(uses.map(memberAround))
}

function memberAround(node: ts.Node): ts.Node {
  const { parent } = node
  return isAccess(parent) && parent.expression !== node && accessedName(parent) !== undefined ? parent : node
}

function calledAt(uses: readonly ts.Node[]): Set<ts.Node> | undefined {
  const calls = uses.map((use) => {
    const callee = rewrap(use as ts.Expression)
    return ts.isCallExpression(callee.parent) && callee.parent.expression === callee ? callee.parent : undefined
  })
  return calls.every((call) => call !== undefined) ? new Set(calls) : undefined
}
