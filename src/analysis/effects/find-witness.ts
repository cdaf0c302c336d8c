import { ts } from 'ts-morph'
import { accessedName, propertyName } from '../../syntax/nodes'
import type { Witness } from '../witness'
import { type Effect, effectAt, isBinding } from './effect'
import type { EffectAnalysis } from './effect-analysis'
import type { Step, Unit } from './facts'
import type { Verdict } from './verdict'

/** The first thing in the order of the source that keeps a function where it is, and the way to it. */
export function findWitness(analysis: EffectAnalysis, root: Unit, name: string, verdict: Verdict): Witness | undefined {
  const found = search(analysis, root, [name], (unit, step) => {
    const effect = analysis.summaryOf(unit).arising.get(step) ?? nameless(step, verdict)
    return effect && isBinding(effect) ? effect : undefined
  })
  if (found) return found
  // a change of the event is no effect yet where it stands
  const [other] = verdict.effects.filter(isBinding)
  if (!other) return undefined
  const way = search(analysis, root, [name], ({ module }, step) =>
    step.kind !== 'effect' &&
    step.kind !== 'vouched' &&
    effectAt(module, step.node, other).line === other.line &&
    module.file === other.file
      ? other
      : undefined,
  )
  return way ?? witness(other, [name])
}

/** Goes through a function and all that it calls, in the order of the source. */
function search(
  analysis: EffectAnalysis,
  root: Unit,
  start: readonly string[],
  test: (unit: Unit, step: Step) => Effect | undefined,
): Witness | undefined {
  const seen = new Set<Unit>()
  const visit = (unit: Unit, path: readonly string[]): Witness | undefined => {
    if (seen.has(unit)) return undefined
    seen.add(unit)
    for (const step of analysis.factsOf(unit).steps) {
      const effect = test(unit, step)
      if (effect) return witness(effect, path)
      const callee = step.kind === 'call' || step.kind === 'member' ? step.callee : undefined
      const found = callee && visit(callee, [...path, ...nameOf(callee)])
      if (found) return found
    }
    return undefined
  }
  return visit(root, start)
}

function nameless(step: Step, { byName }: Verdict): Effect | undefined {
  return step.kind === 'method' ? byName.get(step.name) : undefined
}

function witness({ what, file, line, name, through }: Effect, path: readonly string[]): Witness {
  const end = [...(through === undefined ? [] : [through]), ...(name === undefined ? [] : [name])]
  return { what, file, line, path: [...path, ...end] }
}

/** What a function is called in the code; nothing for one without a name. */
function nameOf({ node }: Unit): string[] {
  const { name } = node as { name?: ts.Node }
  if (name && ts.isIdentifier(name)) return [name.text]
  const { parent } = node
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return [parent.name.text]
  // `exports.applyTax = …`
  if (ts.isBinaryExpression(parent)) return [accessedName(parent.left)].filter((key) => key !== undefined)
  if (!ts.isPropertyAssignment(parent)) return []
  const key = propertyName(parent.name)
  return key === undefined ? [] : [key]
}
