import { ts } from 'ts-morph'
import { type CallIndex, type CallOf, callIndex } from '../../scan/call-index'
import { isTestFile } from '../../scan/test-file'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { isUndefined, unknown, type Value } from '../../syntax/evaluate/value'
import type { SourceModule } from '../../syntax/module'
import {
  accessedName,
  enclosing,
  isAccess,
  propertyName,
  propertyOf,
  propertyValue,
  unwrap,
  walk,
} from '../../syntax/nodes'
import type { TransformContext } from '../transform'

/**
 * What a client may be that a function or a class is given: all that is passed for it, tests aside, and what stands for it
 * where nothing is. What is not seen is an unknown value. `undefined` for a client that nobody is given.
 */
export function givenClients(
  { evaluator, imports }: Pick<TransformContext, 'evaluator' | 'imports'>,
  module: SourceModule,
  receiver: ts.Expression,
): readonly Value[] | undefined {
  const seeker = { evaluator, calls: callIndex(evaluator, imports), active: new Set<ts.Node>() }
  const origins = originsOf(seeker, { module, node: receiver, path: [] })
  return origins.some(({ isGiven }) => isGiven) ? origins.map(({ value }) => value) : undefined
}

interface Seeker {
  readonly evaluator: Evaluator
  readonly calls: CallIndex
  /** Parameters that are being followed: a function that calls itself passes nothing new. */
  readonly active: Set<ts.Node>
}

/** An expression, or a member of its value. */
interface Source {
  readonly module: SourceModule
  readonly node: ts.Expression
  readonly path: readonly string[]
}

interface Origin {
  readonly value: Value
  /** Whether it comes by a parameter. */
  readonly isGiven: boolean
}

function originsOf(seeker: Seeker, source: Source): Origin[] {
  const { module, path } = source
  const node = unwrap(source.node)
  const of = (other: ts.Expression, members = path) => originsOf(seeker, { module, node: other, path: members })
  if (ts.isConditionalExpression(node)) return [...of(node.whenTrue), ...of(node.whenFalse)]
  if (isChoice(node)) return [...of(node.left), ...of(node.right)]
  const [first, ...rest] = path
  if (ts.isObjectLiteralExpression(node) && first !== undefined && !node.properties.some(ts.isSpreadAssignment)) {
    const property = propertyOf(node, first)
    return property ? of(propertyValue(property), rest) : []
  }
  if (ts.isIdentifier(node)) {
    const [declaration] = module.bindings.of(node)?.declarations ?? []
    const origins = declaration && declared(seeker, module, declaration, path)
    if (origins) return origins
  }
  const name = isAccess(node) ? accessedName(node) : undefined
  if (isAccess(node) && name !== undefined) {
    if (node.expression.kind !== ts.SyntaxKind.ThisKeyword) return of(node.expression, [name, ...path])
    const origins = ofField(seeker, module, node, name, path)
    if (origins.length > 0) return origins
  }
  return evaluated(seeker, { module, node, path })
}

function evaluated({ evaluator }: Seeker, { module, node, path }: Source): Origin[] {
  const value = path.reduce((target, name) => evaluator.member(target, name), evaluator.evaluate(module, node))
  return isUndefined(value) ? [] : [{ value, isGiven: false }]
}

function isChoice(node: ts.Expression): node is ts.BinaryExpression {
  const kind = ts.isBinaryExpression(node) ? node.operatorToken.kind : undefined
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken
}

/** `undefined` for what is no parameter, nor another name for one. */
function declared(
  seeker: Seeker,
  module: SourceModule,
  declaration: ts.Node,
  path: readonly string[],
): Origin[] | undefined {
  if (ts.isParameter(declaration)) return passed(seeker, module, declaration, path)
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer, name } = declaration
    const value = initializer && ts.isIdentifier(name) ? unwrap(initializer) : undefined
    const isOther = value && (ts.isIdentifier(value) || isAccess(value) || isChoice(value))
    return isOther ? originsOf(seeker, { module, node: value, path }) : undefined
  }
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return undefined
  const key = declaration.propertyName ?? declaration.name
  const name = ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key) ? undefined : propertyName(key)
  if (name === undefined || declaration.dotDotDotToken) return undefined
  const holder = declaration.parent.parent
  const from = [name, ...path]
  const origins =
    ts.isVariableDeclaration(holder) && holder.initializer
      ? originsOf(seeker, { module, node: holder.initializer, path: from })
      : declared(seeker, module, holder, from)
  const { initializer } = declaration
  const otherwise = initializer ? originsOf(seeker, { module, node: initializer, path }) : []
  return origins && [...origins, ...otherwise.map(({ value }) => ({ value, isGiven: true }))]
}

/** What a class keeps in a field: what its constructor is given for it, what is assigned to it there, what it begins with. */
function ofField(seeker: Seeker, module: SourceModule, node: ts.Node, name: string, path: readonly string[]): Origin[] {
  const owner = enclosing(node, ts.isClassLike)
  const made = owner?.members.find(ts.isConstructorDeclaration)
  if (!made) return []
  const own = made.parameters.find(
    (one) => ts.isParameterPropertyDeclaration(one, made) && one.name.getText(module.ast) === name,
  )
  if (own) return passed(seeker, module, own, path)
  const assigned: Origin[] = []
  walk(made, (at) => {
    if (!ts.isBinaryExpression(at) || !isAccess(at.left) || accessedName(at.left) !== name) return
    if (at.left.expression.kind === ts.SyntaxKind.ThisKeyword)
      assigned.push(...originsOf(seeker, { module, node: at.right, path }))
  })
  return assigned
}

function passed(
  seeker: Seeker,
  module: SourceModule,
  declaration: ts.ParameterDeclaration,
  path: readonly string[],
): Origin[] {
  if (seeker.active.has(declaration)) return []
  seeker.active.add(declaration)
  const owner = declaration.parent
  const index = owner.parameters.indexOf(declaration)
  const calls = seeker.calls.callsOf(module, ts.isConstructorDeclaration(owner) ? owner.parent : owner)
  const { initializer } = declaration
  const origins = [
    ...calls.filter((call) => !isTestFile(call.module.file)).flatMap((call) => passedBy(seeker, call, index, path)),
    ...(initializer ? originsOf(seeker, { module, node: initializer, path }) : []),
  ]
  seeker.active.delete(declaration)
  const isSeen = calls.length > 0 || initializer !== undefined
  const values = isSeen ? origins.map(({ value }) => value) : [unknown(declaration.getText(module.ast))]
  return values.map((value) => ({ value, isGiven: true }))
}

function passedBy(seeker: Seeker, call: CallOf, index: number, path: readonly string[]): Origin[] {
  const { module, node, isBind, isByName } = call
  const given = node.arguments?.slice(0, index + 1) ?? []
  if (isBind || isByName || given.some(ts.isSpreadElement))
    return [{ value: unknown(node.getText(module.ast)), isGiven: true }]
  const argument = given[index]
  return argument ? originsOf(seeker, { module, node: argument, path }) : []
}
