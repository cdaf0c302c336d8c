import { ts } from 'ts-morph'
import { functionOf } from '../../../analysis/callees'
import type { EffectLabel } from '../../../analysis/effects/effect'
import { isBinding } from '../../../analysis/effects/effect'
import { JsonClassifier } from '../../../analysis/json'
import { FRESH, type JsonShape, merge } from '../../../analysis/json-shape'
import { installedPackages } from '../../../analysis/packages/scan-package'
import { type Relocatability, relocatability } from '../../../analysis/relocatable'
import { returnShape } from '../../../analysis/return-shape'
import { useOfBinding } from '../../../analysis/uses'
import type { FunctionRef } from '../../../load/service'
import { Evaluator } from '../../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../../syntax/module'
import { type FunctionNode, isAsync, isFunctionNode, propertyName, unwrap, unwrapAwait } from '../../../syntax/nodes'
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
  const shapeOf = (value: ts.Expression | undefined, found: JsonShape): JsonShape => {
    if (found.isStable || !value) return found
    const literal = unwrapAwait(value)
    const parts = ts.isObjectLiteralExpression(literal) ? plainValues(literal) : undefined
    if (!parts) return shapeOfCall(evaluator, module, value) ?? found
    const shapes = parts.map((part) => shapeOf(part, classifier.of(part)))
    const hasUndefinedProperties = shapes.some((shape) => shape.maybeUndefined || shape.hasUndefinedProperties)
    return { ...merge([FRESH, ...shapes]), maybeUndefined: false, hasUndefinedProperties }
  }
  const answer = returnShape(classifier, node)
  return {
    answer: shapeOf(node.body && !ts.isBlock(node.body) ? node.body : undefined, answer),
    members: new Map(
      members.flatMap((property) =>
        ts.isShorthandPropertyAssignment(property)
          ? [
              [
                property.name.text,
                shapeOf(declaredAs(evaluator, module, node, property.name), classifier.of(property.name)),
              ] as const,
            ]
          : [],
      ),
    ),
  }
}

/** The values of an object literal that has no more than plain properties. */
function plainValues({ properties }: ts.ObjectLiteralExpression): ts.Expression[] | undefined {
  const values = properties.map((property) => {
    if (!property.name || propertyName(property.name) === undefined || propertyName(property.name) === '__proto__')
      return undefined
    if (ts.isShorthandPropertyAssignment(property)) return property.name
    return ts.isPropertyAssignment(property) ? property.initializer : undefined
  })
  return values.some((value) => value === undefined) ? undefined : values.flatMap((value) => value ?? [])
}

/** What a name was declared as, where nothing is done to that later. */
function declaredAs(
  evaluator: Evaluator,
  module: SourceModule,
  step: FunctionNode,
  name: ts.Identifier,
): ts.Expression | undefined {
  const binding = module.bindings.of(name)
  const [declaration] = binding?.declarations ?? []
  if (!binding || !declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined
  return useOfBinding(evaluator, module, binding, [step]) === 'escapes' ? undefined : declaration.initializer
}

/** What JSON does to what a function of the repository gives. */
function shapeOfCall(evaluator: Evaluator, module: SourceModule, value: ts.Expression): JsonShape | undefined {
  const call = unwrapAwait(value)
  const called = ts.isCallExpression(call) ? functionOf(evaluator, module, call.expression) : undefined
  // what a generator gives is no value that it returns
  const isPlain =
    called && isFunctionNode(called.node) && !('asteriskToken' in called.node && called.node.asteriskToken)
  if (!isPlain || !isFunctionNode(called.node) || (isAsync(called.node) && !ts.isAwaitExpression(unwrap(value))))
    return undefined
  const input = { evaluator, module: called.module, handlers: [], types: undefined, mayShare: true }
  return returnShape(new JsonClassifier(input), called.node)
}
