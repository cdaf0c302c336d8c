import { ts } from 'ts-morph'
import type { EffectLabel } from '../../../analysis/effects/effect'
import { isBinding } from '../../../analysis/effects/effect'
import { JsonClassifier, returnShape } from '../../../analysis/json'
import type { JsonShape } from '../../../analysis/json-shape'
import { installedPackages } from '../../../analysis/packages/scan-package'
import { type Relocatability, relocatability } from '../../../analysis/relocatable'
import type { FunctionRef } from '../../../load/service'
import { Evaluator } from '../../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../../syntax/module'
import { type FunctionNode, propertyName, unwrapAwait } from '../../../syntax/nodes'
import { sourceProgram } from '../../../syntax/program'
import { overlay } from '../../../workspace/overlay'
import type { TransformContext } from '../../transform'

/** What a step does, as the function that Lambda would call. */
export interface CheckedStep {
  /** What ties it to the handler, as the rest of a sentence. */
  readonly tie: string | undefined
  /** Variables of the environment that it reads. */
  readonly environment: readonly string[]
  /** What JSON does to its answer; by member, where it answers with several. */
  readonly answer: JsonShape | undefined
  readonly members: ReadonlyMap<string, JsonShape>
}

/** What a function of its own may do: all that is the same there, and calls to the outside. */
const OUTSIDE: ReadonlySet<EffectLabel> = new Set(['aws', 'network'])

/** Variables that Lambda sets for each function. */
const OF_FUNCTION = /^(AWS_LAMBDA_(FUNCTION|LOG)|_HANDLER$|_X_AMZN)/

/**
 * Looks through a step as a function of its own.
 * @param text Its file, with the step as the handler.
 */
export function checkStep(context: TransformContext, caller: FunctionRef, file: string, text: string): CheckedStep {
  const workspace = overlay(context.workspace, new Map([[file, text]]))
  const evaluator = new Evaluator(sourceProgram(workspace))
  const decide = relocatability(evaluator, (path) => context.imports.importersOf(path), installedPackages(workspace))
  const handler = { file, export: 'handler' }
  const found = decide({ ...caller, function: { ...caller.function, handler } })
  const code = found.handler
  return { tie: tieOf(found), environment: found.environment, ...shapes(evaluator, code?.module, code?.node) }
}

function tieOf({ effects, environment, changesEvent, witness }: Relocatability): string | undefined {
  if (effects.length === 0) return witness?.what
  const binding = effects.find((effect) => isBinding(effect) && !OUTSIDE.has(effect.label))
  if (binding) return binding.what
  const own = environment.find((name) => OF_FUNCTION.test(name))
  if (own !== undefined) return `it reads "${own}", which is another one for each function`
  if (changesEvent > 0) return 'it changes what it is given'
  // of what speaks to the outside, that is told before anything else; what its file loads is looked at apart
  return effects.some(({ label }) => OUTSIDE.has(label)) ? undefined : witness?.what
}

function shapes(
  evaluator: Evaluator,
  module: SourceModule | undefined,
  node: FunctionNode | undefined,
): Pick<CheckedStep, 'answer' | 'members'> {
  if (!module || !node) return { answer: undefined, members: new Map() }
  const classifier = new JsonClassifier({ evaluator, module, handlers: [node], types: undefined, mayShare: true })
  const last = node.body && ts.isBlock(node.body) ? node.body.statements.at(-1) : undefined
  const value = last && ts.isReturnStatement(last) && last.expression ? unwrapAwait(last.expression) : undefined
  const members = value && ts.isObjectLiteralExpression(value) ? value.properties : []
  return {
    answer: returnShape(classifier, node),
    members: new Map(
      members.flatMap((property) =>
        ts.isShorthandPropertyAssignment(property)
          ? [[propertyName(property.name) ?? '', classifier.of(property.name)] as const]
          : [],
      ),
    ),
  }
}
