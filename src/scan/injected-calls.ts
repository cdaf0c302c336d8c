import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, type FunctionNode, isAccess, propertyName, unwrap } from '../syntax/nodes'
import { type CallOf, calleesOf } from './call-index'
import type { Origins } from './origins'

/**
 * Calls through a parameter: `({ invoker }) => invoker.send(…)`, `(scan) => scan(keys)`. The file that holds one need not
 * import anything of the function that is called, so all suspects are looked at: by name first, which is cheap.
 */
export class InjectedCalls {
  /** By the method that is called; calls of a parameter itself have the empty name. */
  private byName: Map<string, Candidate[]> | undefined

  constructor(
    private readonly evaluator: Evaluator,
    private readonly origins: Origins,
    private readonly suspects: readonly SourceModule[],
  ) {}

  of(owner: FunctionNode): CallOf[] {
    this.byName ??= candidatesIn(this.suspects)
    const candidates = ['', ...namesOf(owner)].flatMap((name) => this.byName?.get(name) ?? [])
    return candidates.flatMap((candidate) => this.calls(candidate).filter(({ callee }) => callee.node === owner))
  }

  private calls(candidate: Candidate): readonly CallOf[] {
    candidate.calls ??= this.find(candidate)
    return candidate.calls
  }

  private find({ module, node }: Candidate): CallOf[] {
    const value = this.evaluator.evaluate(module, node.expression)
    if (value.kind !== 'parameter') return []
    return calleesOf(this.origins.of(value)).map((callee) => ({ module, node, callee, isBind: false, isByName: false }))
  }
}

interface Candidate {
  readonly module: SourceModule
  readonly node: ts.CallExpression
  calls?: readonly CallOf[]
}

function candidatesIn(suspects: readonly SourceModule[]): Map<string, Candidate[]> {
  const byName = new Map<string, Candidate[]>()
  for (const module of suspects) {
    for (const node of module.bindings.calls) {
      if (!ts.isCallExpression(node) || !isInjected(module, node.expression)) continue
      const name = isAccess(node.expression) ? (accessedName(node.expression) ?? '') : ''
      const list = byName.get(name)
      if (list) list.push({ module, node })
      else byName.set(name, [{ module, node }])
    }
  }
  return byName
}

/** Whether a callee begins at a parameter or at a member of `this`. */
function isInjected(module: SourceModule, callee: ts.Expression): boolean {
  let root = callee
  while (isAccess(root)) root = unwrap(root.expression)
  if (root.kind === ts.SyntaxKind.ThisKeyword) return root !== callee
  const [declaration] = ts.isIdentifier(root) ? (module.bindings.of(root)?.declarations ?? []) : []
  return !!declaration && (ts.isParameter(declaration) || ts.isBindingElement(declaration))
}

/** Names under which a function may be called as a method: its own, and that of what it is assigned to. */
function namesOf(owner: FunctionNode): string[] {
  const { parent } = owner
  const own = owner.name && ts.isIdentifier(owner.name) ? [owner.name.text] : []
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return [...own, parent.name.text]
  if (ts.isPropertyAssignment(parent)) return [...own, propertyName(parent.name) ?? '']
  if (ts.isBinaryExpression(parent)) return [...own, accessedName(parent.left) ?? '']
  return own
}
