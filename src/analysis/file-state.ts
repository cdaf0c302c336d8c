import type { SourceModule } from '../syntax/module'
import type { FunctionNode } from '../syntax/nodes'
import type { Effect } from './effects/effect'
import type { EffectAnalysis } from './effects/effect-analysis'
import { verdictOf } from './effects/verdict'

/**
 * State of the handler's own file: whatever the user says of it, the file is taken apart, and what changes in it cannot be
 * in two files.
 */
export function ownState(read: EffectAnalysis, module: SourceModule, node: FunctionNode): Effect[] {
  const { effects } = verdictOf(read.summaryOf(read.unit(module, node)), node.parameters[0])
  return effects.filter(
    ({ label, file }) => file === module.file && (label === 'mutates-outer' || label === 'reads-outer-state'),
  )
}
