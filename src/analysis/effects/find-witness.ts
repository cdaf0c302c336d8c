import { ts } from 'ts-morph'
import { propertyName } from '../../syntax/nodes'
import type { Witness } from '../witness'
import { type Effect, isBinding } from './effect'
import type { EffectAnalysis } from './effect-analysis'
import type { Step, Unit } from './facts'
import type { Verdict } from './verdict'

/** The first thing in the order of the source that keeps a function where it is, and the way to it. */
export function findWitness(analysis: EffectAnalysis, root: Unit, name: string, verdict: Verdict): Witness | undefined {
  const seen = new Set<Unit>()
  const visit = (unit: Unit, path: readonly string[]): Witness | undefined => {
    if (seen.has(unit)) return undefined
    seen.add(unit)
    const { arising } = analysis.summaryOf(unit)
    for (const step of analysis.factsOf(unit).steps) {
      const effect = arising.get(step) ?? nameless(step, verdict)
      if (effect && isBinding(effect)) return witness(effect, path)
      const callee = step.kind === 'call' || step.kind === 'member' ? step.callee : undefined
      const found = callee && visit(callee, [...path, ...nameOf(callee)])
      if (found) return found
    }
    return undefined
  }
  const found = visit(root, [name])
  const [other] = verdict.effects.filter(isBinding)
  return found ?? (other && witness(other, [name]))
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
  if (!ts.isPropertyAssignment(parent)) return []
  const key = propertyName(parent.name)
  return key === undefined ? [] : [key]
}
