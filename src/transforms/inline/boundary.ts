import { ts } from 'ts-morph'
import { JsonClassifier } from '../../analysis/json'
import { isForJson } from '../../analysis/json-only'
import type { HandlerCode } from '../../analysis/relocatable'
import { returnShape } from '../../analysis/return-shape'
import { type Use, useOf, useOfBinding } from '../../analysis/uses'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { contains, type FunctionNode, isFunctionNode, rewrap } from '../../syntax/nodes'
import type { Obligation, TransformContext } from '../transform'
import type { Answer } from './answer/answer'
import type { Failure } from './answer/failure'
import type { CallText } from './call-text'
import { ownLevels } from './own-levels'
import { mayFailInJson, readMembers } from './read-members'
import { trustMessage } from './trust-message'
import { isReturned, writtenResult } from './written-result'

/**
 * What becomes of what a caller passes: `own`, it is made for the callee; `kept`, the caller holds on to it; `changed`, the
 * caller also changes it, and a result that shares it would change too.
 */
export type ArgumentLife = 'own' | 'kept' | 'changed'

/** What a callee does with its arguments. */
export interface ArgumentUse {
  /** How many levels of each it changes: those must be its own. */
  readonly changes: number
  /** Whether it does not matter that a value has members that are undefined, and JSON leaves them out. */
  readonly mayLack: boolean
}

/** Whether the values that a site passes can be passed as they are: they come through JSON unchanged, and nobody sees what the callee changes of them. */
export function argumentObligation(
  { evaluator, types }: Pick<TransformContext, 'evaluator' | 'types'>,
  site: InvokeSite,
  values: readonly ts.Expression[],
  { changes, mayLack }: ArgumentUse,
): { isStable: boolean; maybeUndefined: boolean; life: ArgumentLife; obligation: Obligation } {
  const classifier = new JsonClassifier({
    evaluator,
    module: site.module,
    handlers: handlersOf(evaluator, site),
    types,
    mayShare: true,
  })
  const shapes = values.map((value) => classifier.of(value))
  const isUnchanged = shapes.every(
    (shape) => shape.isStable && !shape.maybeWithoutJson && (mayLack || !shape.hasUndefinedProperties),
  )
  const isOwn = changes === 0 || values.every((value) => ownLevels(site.module, value) >= changes)
  const isStable = isUnchanged && isOwn
  const maybeUndefined = shapes.some((shape) => shape.maybeUndefined)
  if (!isStable) {
    return {
      isStable,
      maybeUndefined,
      life: 'own',
      obligation: {
        code: 'argument-json',
        status: 'emulated',
        message: isOwn
          ? 'The payload is cloned through JSON, as the invocation did.'
          : 'The payload is cloned through JSON, as the invocation did: the callee changes what it is given.',
      },
    }
  }
  return {
    isStable,
    maybeUndefined,
    life: shapes.some((shape) => shape.isChanged) ? 'changed' : 'kept',
    obligation:
      classifier.trusted.size > 0
        ? {
            code: 'argument-json',
            status: 'waived',
            message: trustMessage('payload', classifier),
          }
        : { code: 'argument-json', status: 'proved', message: 'The payload comes through JSON unchanged.' },
  }
}

/** The handlers that a site runs under, where they stand in its file. */
function handlersOf(evaluator: Evaluator, { module, callers }: InvokeSite): FunctionNode[] {
  return callers.flatMap(({ function: fn }) => {
    // a file may hand on the handler of another one
    const file = fn.handler && evaluator.program.module(fn.handler.file)
    const value = fn.handler && file && evaluator.exported(file, fn.handler.export)
    return value?.kind === 'function' && value.module === module && isFunctionNode(value.node) ? [value.node] : []
  })
}

/**
 * What must be done to the result of the library function, so that the caller gets what it got.
 */
export function resultObligation(
  { evaluator, types }: Pick<TransformContext, 'evaluator' | 'types'>,
  site: InvokeSite,
  { value: parse, isText, failure }: Answer,
  callee: HandlerCode,
  argument: ArgumentLife,
  isEventChanged: boolean,
): { result: CallText['result']; obligation: Obligation } {
  const classifier = new JsonClassifier({
    evaluator,
    module: callee.module,
    handlers: [callee.node],
    answers: callee.answers,
    types,
    ownsEvent: argument === 'own',
    isEventChanged,
  })
  if (!parse) return { result: 'as-is', obligation: asIs(classifier) }
  if (isText) {
    const { maybeUndefined } = returnShape(classifier, callee.node)
    const message = 'The caller gets the JSON text of the result, as the payload was.'
    const obligation: Obligation = { code: 'result-json', status: 'emulated', message }
    return { result: maybeUndefined ? 'text-or-null' : 'text', obligation }
  }
  const members = readMembers(site.module, parse)
  const names = members?.every((name) => name !== undefined) && !mayFailInJson(callee) ? new Set(members) : undefined
  const shape = returnShape(classifier, callee.node, names)
  const mayTell = shape.isShared || shape.hasUndefinedProperties
  // what a handler answers with, Lambda writes as JSON
  const isOnlyRead = argument !== 'changed' && useOfResult(evaluator, site, parse, failure) === 'reads'
  const inDoubt =
    names &&
    new Set([...names].filter((name) => returnShape(classifier, callee.node, new Set([name])).maybeWithoutJson))
  const isMember = members !== undefined || !shape.maybeUndefined
  const mayTellNumber =
    shape.maybeWithoutJson && !(isMember && isForJson(site.module, parse, handlersOf(evaluator, site), inDoubt))
  if (!shape.isStable || mayTellNumber || (mayTell && !isOnlyRead)) {
    const isNullable = shape.maybeUndefined && !isReturned(parse)
    const written = argument === 'changed' ? undefined : writtenResult(evaluator, site, parse, failure, callee)
    if (written)
      return { result: written === 'all' && isNullable ? 'null-for-undefined' : 'as-is', obligation: ONLY_WRITTEN }
    return {
      result: shape.maybeUndefined ? 'clone-or-null' : 'clone',
      obligation: {
        code: 'result-json',
        status: 'emulated',
        message: 'The result is cloned through JSON, as the invocation did.',
      },
    }
  }
  if (shape.maybeUndefined && !members) {
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

const ONLY_WRITTEN: Obligation = {
  code: 'result-json',
  status: 'proved',
  message: 'The result goes nowhere but into JSON again, which makes of it what the invocation did.',
}

/** What the caller does with a result; the branch for a failure gets none. */
function useOfResult(evaluator: Evaluator, site: InvokeSite, value: ts.Expression, failure: Failure | undefined): Use {
  const { module } = site
  const declaration = rewrap(value).parent
  const name = ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) ? declaration.name : undefined
  const binding = name && module.bindings.of(name)
  if (!binding || !failure) return useOf(evaluator, module, value, handlersOf(evaluator, site))
  const references = binding.references.filter((use) => !contains(failure.check, use))
  return useOfBinding(evaluator, module, { ...binding, references }, handlersOf(evaluator, site))
}

function asIs(classifier: JsonClassifier): Obligation {
  return classifier.trusted.size > 0
    ? { code: 'result-json', status: 'waived', message: trustMessage('result', classifier) }
    : { code: 'result-json', status: 'proved', message: 'The result comes through JSON unchanged.' }
}
