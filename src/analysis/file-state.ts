import { ts } from 'ts-morph'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import { type FunctionNode, isFunctionNode, unwrap, unwrapAwait } from '../syntax/nodes'
import type { Effect, EffectLabel } from './effects/effect'
import type { EffectAnalysis } from './effects/effect-analysis'
import { verdictOf } from './effects/verdict'
import { startEffect } from './load-effect'
import { type Witness, witnessAt } from './witness'

/** What loading a callee's own file does that is felt elsewhere. */
export function loadWitness(analysis: EffectAnalysis, module: SourceModule, key: string): Witness | undefined {
  const start = startEffect(module)
  if (start) return witnessAt(module, start, loadingEffect(start), [key])
  const made = feltValue(analysis, module)
  return made && witnessAt(module, made, loadingEffect(made), [key])
}

/** What a file does when it is loaded, by the words of its first line: `aws.config.update(…)`. */
function loadingEffect(statement: ts.Node): string {
  const call = ts.isExpressionStatement(statement) ? unwrapAwait(statement.expression) : undefined
  const text = call && ts.isCallExpression(call) ? `${call.expression.getText()}(…)` : statement.getText()
  return `loading its file has an effect: "${text.split('\n')[0]}"`
}

/** Effects that are lost where the file goes, and come along where it is loaded. */
const FELT: ReadonlySet<EffectLabel> = new Set([
  'mutates-outer',
  'mutates-global',
  'package-configuration',
  'process',
  'file-write',
])

/** A constant of the file whose value has such an effect when it is made. Clients that are made are not meant. */
function feltValue(analysis: EffectAnalysis, module: SourceModule): ts.Node | undefined {
  const declarations = module.ast.statements.flatMap((one) =>
    ts.isVariableStatement(one) ? one.declarationList.declarations : [],
  )
  return declarations.find((declaration) => {
    const { initializer } = declaration
    if (!initializer || isFunctionNode(unwrap(initializer)) || isInert(initializer)) return false
    const { effects } = verdictOf(analysis.summaryOf(analysis.unit(module, declaration)), undefined)
    return effects.some(({ label }) => FELT.has(label))
  })
}

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
