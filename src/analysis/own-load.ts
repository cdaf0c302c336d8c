import { ts } from 'ts-morph'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import { isFunctionNode, unwrap, unwrapAwait } from '../syntax/nodes'
import { moduleAt, type SourceProgram } from '../syntax/program'
import type { Effect, EffectLabel } from './effects/effect'
import type { EffectAnalysis } from './effects/effect-analysis'
import { constants, loadedBy } from './effects/loads'
import { verdictOf } from './effects/verdict'
import { startEffect } from './load-effect'
import type { Packages } from './packages/packages'
import type { Vouching } from './vouched/vouching'
import { type Witness, witnessAt } from './witness'

/** What loading a callee's own file does that is felt elsewhere, by what is plain. */
export function loadWitness(analysis: EffectAnalysis, module: SourceModule, key: string): Witness | undefined {
  const made = startEffect(module) ?? constantThat(analysis, module, ({ label }) => FELT.has(label))
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

/** What may have such an effect, or fail. */
const MAY_BE_FELT: ReadonlySet<EffectLabel> = new Set([
  ...FELT,
  'network',
  'aws',
  'file-read',
  'floating',
  'dynamic-code',
  'native',
  'unknown',
])

/** What the rest of a load rests on. */
export interface LoadInput {
  readonly analysis: EffectAnalysis
  readonly program: SourceProgram
  readonly packages: Packages
  readonly vouching: Vouching
}

/**
 * What is not plain: constants that are made by code which is not known, or speaks to something, and all of that in the
 * files that the callee's file loads, whether the callee uses them or not. Clients that are made are not meant.
 */
export function restOfLoad(input: LoadInput, module: SourceModule, key: string): Witness | undefined {
  const seen = new Set([module.file])
  const open = [module]
  for (let next = open.shift(); next; next = open.shift()) {
    const found = inFile(input, next, next === module ? [key] : [key, next.file])
    if (found) return found
    for (const { specifier } of loadedBy(next)) {
      const other = moduleAt(input.program, next.file, specifier)
      if (!other || seen.has(other.file) || input.vouching.ofLoading(other.file, 'file')) continue
      seen.add(other.file)
      open.push(other)
    }
  }
  return undefined
}

function inFile(input: LoadInput, module: SourceModule, path: readonly string[]): Witness | undefined {
  const { analysis, program, packages, vouching } = input
  const start = startEffect(module)
  if (start) return witnessAt(module, start, loadingEffect(start), path)
  for (const { node, specifier } of loadedBy(module)) {
    const target = program.resolve(module.file, specifier)
    if (target.kind !== 'package' || vouching.ofLoading(target.name, 'package')) continue
    if (packages.loadUse(module.file, target.name)) return witnessAt(module, node, loadingEffect(node), path)
  }
  const made = constantThat(analysis, module, ({ label }, value) => MAY_BE_FELT.has(label) && !isClient(label, value))
  return made && witnessAt(module, made, loadingEffect(made), path)
}

/** A constant of a file whose value has such an effect when it is made. */
function constantThat(
  analysis: EffectAnalysis,
  module: SourceModule,
  has: (effect: Effect, value: ts.Expression) => boolean,
): ts.Node | undefined {
  return constants(module).find((declaration) => {
    const { initializer } = declaration
    if (!initializer || isFunctionNode(unwrap(initializer)) || isInert(initializer)) return false
    const { effects } = verdictOf(analysis.summaryOf(analysis.unit(module, declaration)), undefined)
    return effects.some((effect) => has(effect, initializer))
  })
}

/** `new S3Client({ … })`, `DynamoDBDocumentClient.from(client)`: nothing is sent yet. */
function isClient(label: EffectLabel, initializer: ts.Expression): boolean {
  if (label !== 'aws' && label !== 'network') return false
  const node = unwrap(initializer)
  return (
    ts.isNewExpression(node) || (ts.isCallExpression(node) && /\.(from|captureAWS\w*)$/.test(node.expression.getText()))
  )
}
