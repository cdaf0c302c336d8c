import { ts } from 'ts-morph'
import { JsonClassifier, type JsonTypes, returnShape } from '../../analysis/json'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { accessedName, type FunctionNode, isAccess, isFunctionNode, rewrap } from '../../syntax/nodes'
import type { Obligation } from '../transform'

/** Whether the values that a site passes come through JSON unchanged. */
export function argumentObligation(
  evaluator: Evaluator,
  site: InvokeSite,
  values: readonly ts.Expression[],
  types: JsonTypes | undefined,
): { isStable: boolean; obligation: Obligation } {
  const classifier = new JsonClassifier(site.module, eventParameters(evaluator, site), types, true)
  const shapes = values.map((value) => classifier.of(value))
  // an absent and an undefined property are the same to a function that only reads them
  const isStable = shapes.every((shape) => shape.isStable && !shape.hasUndefinedProperties)
  if (!isStable) {
    return {
      isStable,
      obligation: {
        code: 'argument-json',
        status: 'emulated',
        message: 'The payload is cloned through JSON, as the invocation did.',
      },
    }
  }
  return {
    isStable,
    obligation: classifier.trustedTypes
      ? {
          code: 'argument-json',
          status: 'waived',
          message: 'By its declared type the payload comes through JSON unchanged (trust-types).',
        }
      : { code: 'argument-json', status: 'proved', message: 'The payload comes through JSON unchanged.' },
  }
}

/** Parameters of the enclosing handler that hold what arrived as JSON. */
function eventParameters(evaluator: Evaluator, site: InvokeSite): ReadonlySet<ts.ParameterDeclaration> {
  const parameters = site.callers.flatMap((caller) => eventParameterOf(evaluator, site.module, caller))
  return new Set(parameters)
}

function eventParameterOf(
  evaluator: Evaluator,
  module: SourceModule,
  { function: fn }: FunctionRef,
): ts.ParameterDeclaration[] {
  if (fn.handler?.file !== module.file) return []
  const value = evaluator.exported(module, fn.handler.export)
  const [parameter] = value.kind === 'function' && isFunctionNode(value.node) ? value.node.parameters : []
  return parameter && !isMutated(module, parameter) ? [parameter] : []
}

/** An event that the handler changes is no longer what arrived. */
function isMutated(module: SourceModule, parameter: ts.ParameterDeclaration): boolean {
  if (!ts.isIdentifier(parameter.name)) return false
  const binding = module.bindings.of(parameter.name)
  if (!binding || binding.writes.length > 0) return true
  return binding.references.some((reference) => {
    let node: ts.Node = reference
    while (isAccess(node.parent) && node.parent.expression === node) node = node.parent
    const { parent } = node
    const isTarget =
      ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    return (isTarget && node !== reference) || ts.isDeleteExpression(parent)
  })
}

/** What must be done to the result of the library function, so that the caller gets what it got. */
export function resultObligation(
  site: InvokeSite,
  parse: ts.Expression,
  callee: { module: SourceModule; node: FunctionNode },
  types: JsonTypes | undefined,
): { result: 'as-is' | 'clone' | 'null-for-undefined'; obligation: Obligation } {
  const [event] = callee.node.parameters
  const classifier = new JsonClassifier(callee.module, new Set(event ? [event] : []), types)
  const shape = returnShape(classifier, callee.node)
  const use = useOf(site.module, parse)
  if (!shape.isStable || (shape.isShared && !use.onlyReads) || (shape.hasUndefinedProperties && !use.onlyReads)) {
    return {
      result: 'clone',
      obligation: {
        code: 'result-json',
        status: 'emulated',
        message: 'The result is cloned through JSON, as the invocation did.',
      },
    }
  }
  if (shape.maybeUndefined && !use.onlyMembers) {
    return {
      result: 'null-for-undefined',
      obligation: {
        code: 'result-json',
        status: 'emulated',
        message: 'A result that is undefined reaches the caller as null, as it did.',
      },
    }
  }
  return { result: 'as-is', obligation: asIs(classifier) }
}

function asIs(classifier: JsonClassifier): Obligation {
  return classifier.trustedTypes
    ? {
        code: 'result-json',
        status: 'waived',
        message: 'By its declared types the result comes through JSON unchanged (trust-types).',
      }
    : { code: 'result-json', status: 'proved', message: 'The result comes through JSON unchanged.' }
}

/** How the caller uses the result: reading members and serialising it cannot tell a shared object from a copy. */
function useOf(module: SourceModule, parse: ts.Expression): { onlyReads: boolean; onlyMembers: boolean } {
  const outer = rewrap(parse)
  const { parent } = outer
  if (isAccess(parent) && parent.expression === outer) return { onlyReads: isRead(parent), onlyMembers: true }
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const references = module.bindings.of(parent.name)?.references ?? []
    const writes = module.bindings.of(parent.name)?.writes ?? []
    return {
      onlyReads:
        writes.length === 0 && references.every((reference) => isMemberRead(reference) || isSerialised(reference)),
      onlyMembers: writes.length === 0 && references.every(isMemberRead),
    }
  }
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    const isFlat = parent.name.elements.every((element) => ts.isIdentifier(element.name) && !element.dotDotDotToken)
    return {
      onlyReads: isFlat && parent.name.elements.every((element) => isNeverChanged(module, element)),
      onlyMembers: true,
    }
  }
  return { onlyReads: isSerialised(outer), onlyMembers: false }
}

function isNeverChanged(module: SourceModule, element: ts.BindingElement): boolean {
  const references = ts.isIdentifier(element.name) ? (module.bindings.of(element.name)?.references ?? []) : []
  return references.every((reference) => !isAccess(reference.parent) || isRead(reference.parent))
}

/** `result.member` that is neither assigned to nor called on. */
function isMemberRead(reference: ts.Node): boolean {
  const { parent } = reference
  return isAccess(parent) && parent.expression === reference && isRead(parent)
}

function isRead(access: ts.Node): boolean {
  let node = access
  while (isAccess(node.parent) && node.parent.expression === node) node = node.parent
  const { parent } = node
  if (ts.isBinaryExpression(parent) && parent.left === node) return !isAssignment(parent)
  if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent)) return false
  if (ts.isCallExpression(parent) && parent.expression === node) return READING.has(accessedName(node) ?? '')
  return true
}

const READING = new Set([
  'map',
  'filter',
  'find',
  'some',
  'every',
  'includes',
  'join',
  'slice',
  'toString',
  'toUpperCase',
  'toLowerCase',
  'trim',
  'split',
  'startsWith',
  'endsWith',
  'indexOf',
  'reduce',
  'forEach',
  'at',
  'concat',
])

function isAssignment(node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  )
}

/** The argument of `JSON.stringify`. */
function isSerialised(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression.getText() === 'JSON.stringify'
}
