import type { ts } from 'ts-morph'
import { chainOf } from '../../advise/chains'
import { groupsOf } from '../../advise/site-groups'
import { callsOfFunction } from '../../analysis/calls-of-function'
import { refKey } from '../../load/service'
import type { InvokeSite, WrapperLevel } from '../../scan/site'
import { runningFunction } from '../../scan/wrapper-shape'
import type { FunctionNode } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { findHandlerForm } from '../shared/handler-form'
import { unusedHelper } from '../shared/wrapper/unused'
import type { Helper, TransformContext } from '../transform'
import { isUnread } from './calls'

/**
 * The calls of one chain: those of one function, and those of helpers that only it calls, as in `const reserved = await
 * reserve(order); await charge(reserved)`, where each helper calls a function of its own.
 */
export function chainAt(context: TransformContext, index: number): readonly number[] {
  const site = context.sites[index]
  if (!site) return [index]
  const own = chainOf(context, context.sites, site)
  const handler = handlerOf(context, site)
  if (own.length > 1 || !handler) return own
  const [caller] = site.callers
  const beside = caller ? (groupsOf(context.sites).byCaller.get(refKey(caller)) ?? []) : []
  const chain = beside.filter((other) => {
    const one = context.sites[other]
    if (!one || context.advice[other]?.verdict !== 'step-functions') return false
    if (!chainOf(context, context.sites, one).includes(other)) return false
    return runningFunction(one.call) === handler || handlerOf(context, one) === handler
  })
  return chain.length > 1 ? chain : own
}

/** The calls of a chain as they stand in its function: for those of helpers, the calls of these. */
export function sitesIn(context: TransformContext, chain: readonly number[]): [InvokeSite, ...InvokeSite[]] {
  const sites = chain.map((index) => context.sites[index] as InvokeSite)
  const scopes = new Set(sites.map(({ call }) => runningFunction(call)))
  const found = scopes.size === 1 ? sites : sites.flatMap((site) => callsOf(context, site))
  return found.sort((one, other) => one.call.pos - other.call.pos) as [InvokeSite, ...InvokeSite[]]
}

/** The helpers that a chain calls: those that nothing else calls go with it. */
export function helpersOf(context: TransformContext, chain: readonly number[]): Helper[] {
  const levels = sitesIn(context, chain).flatMap(({ through }) => through.flat())
  const distinct = new Map(levels.map((level) => [level.node, level])).values()
  return [...distinct].flatMap((level) => unusedHelper(context, level) ?? [])
}

/** The one function that calls the helper which makes a call; `undefined` where the call is made by a handler itself. */
function handlerOf(context: TransformContext, site: InvokeSite): FunctionNode | undefined {
  const scopes = new Set(helperCalls(context, site).map((call) => runningFunction(call)))
  const [scope, ...others] = scopes
  return others.length === 0 ? scope : undefined
}

/** Whether a call is made by a function that is no handler of those that reach it. */
export function isInHelper({ evaluator }: TransformContext, { call, callers }: InvokeSite): boolean {
  const helper = runningFunction(call)
  const handlers = callers.flatMap(({ function: { handler } }) => (handler ? findHandlerForm(evaluator, handler) : []))
  return helper !== undefined && handlers.every((handler) => handler?.form.node !== helper)
}

function helperCalls(context: TransformContext, site: InvokeSite): ts.CallExpression[] {
  const helper = runningFunction(site.call)
  if (!helper || !isInHelper(context, site)) return []
  return [...(callsOfFunction(context, site.module, helper) ?? [])] as ts.CallExpression[]
}

function callsOf(context: TransformContext, site: InvokeSite): InvokeSite[] {
  const calls = helperCalls(context, site)
  const helper = runningFunction(site.call)
  if (calls.length === 0 || !helper) return [site]
  const level: WrapperLevel = { module: site.module, node: helper, call: site }
  const ways = site.through.length > 0 ? site.through : [[]]
  return calls.flatMap((call) => {
    const module = context.evaluator.program.module(call.getSourceFile().fileName)
    if (!module) return []
    const { line, column } = placeOf(module.ast, call.getStart(module.ast))
    return {
      ...site,
      ...{ module, call, line, column, kind: 'wrapper-call' as const, style: 'wrapper' as const, command: undefined },
      response: isUnread(call) ? ('ignored' as const) : ('used' as const),
      through: ways.map((way) => [level, ...way]),
    }
  })
}
