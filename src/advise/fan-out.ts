import { ts } from 'ts-morph'
import type { JsonTypes } from '../analysis/json-shape'
import { refKey } from '../load/service'
import type { InvokeSite } from '../scan/site'
import { isInert } from '../syntax/inert'
import { isLogFunction } from '../syntax/loggers'
import { contains, unwrap } from '../syntax/nodes'
import { isWrittenAlike } from './comparison'
import { type FanOutCall, fanOutCall } from './fan-out-call'
import { guardedStatements } from './guard'
import { payloadField } from './payload-field'
import { isQuiet } from './quiet-helper'
import { groupsOf, sitesAt } from './site-groups'

/** What of the messages a callee gets: those whose field is one of some texts. */
export interface Filter {
  readonly field: string
  readonly values: readonly string[]
}

/** Sites that become one message. */
export interface FanOut {
  /** Their indices, in the order of the calls. */
  readonly members: readonly number[]
  /** By index, for the calls that stand behind a comparison; empty where none does. */
  readonly filters: ReadonlyMap<number, Filter>
}

interface Member {
  readonly index: number
  readonly site: InvokeSite
  readonly callee: string
  readonly call: FanOutCall
}

const NONE: FanOut = { members: [], filters: new Map() }

/** What a filter may name at most, all of its lists taken together. Source: the quotas of SNS. */
const MOST_VALUES = 150

/**
 * The sites that send the same payload to distinct functions of their own service in one straight line, the site among
 * them; none where there are not two. In a straight line nothing happens between them that anyone could see but log
 * lines. A call may stand behind a comparison of a field of the payload with texts, where types tell that the field is
 * a text.
 * @param types Absent where there can be no filter: types are not to be trusted, or the framework knows none.
 */
export function fanOutOf(sites: readonly InvokeSite[], site: InvokeSite, types: JsonTypes | undefined): FanOut {
  return guarded(sites, site, types) ?? plain(sites, site)
}

function plain(sites: readonly InvokeSite[], site: InvokeSite): FanOut {
  const run = runOf(sites, site, false)
  return run.length > 1 ? { members: run.map(({ index }) => index), filters: new Map() } : NONE
}

/** The same with calls behind comparisons; `undefined` where none is, or where they cannot be told from a filter. */
function guarded(sites: readonly InvokeSite[], site: InvokeSite, types: JsonTypes | undefined): FanOut | undefined {
  const run = runOf(sites, site, true)
  const behind = run.filter(({ call }) => call.guard)
  const isOneBranch = new Set(run.map(({ call }) => call.guard?.values.join('\n'))).size < 2
  if (!types || run.length < 2 || behind.length === 0 || (isOneBranch && behind.length === run.length)) return undefined
  const filters = new Map<number, Filter>()
  for (const { index, site: own, call } of behind) {
    const [payload] = call.given
    const { guard } = call
    const field = guard && payload && payloadField(own.module, payload, guard.subject, types)
    if (!guard || field === undefined || !guard.values.every(isPlain)) return undefined
    filters.set(index, { field, values: [...new Set(guard.values)] })
  }
  const areOf = new Set([...filters.values()].map(({ field }) => field)).size === 1
  const areFew = [...filters.values()].every(({ values }) => values.length <= MOST_VALUES)
  if (!areOf || !areFew || !isJustMade(run) || !behind.every(({ call }) => isWhole(call, run))) return undefined
  return { members: run.map(({ index }) => index), filters }
}

/** A text that a configuration and a policy hold as it is. */
function isPlain(value: string): boolean {
  return /^[\x20-\x7e]+$/.test(value) && !value.includes('${')
}

/** Whether the text of the payload is made at the calls, or in a constant with nothing in between. */
function isJustMade(run: readonly Member[]): boolean {
  const [first] = run
  const payload = first?.call.given[0]
  if (!first || !payload || !ts.isIdentifier(unwrap(payload))) return true
  const [declaration] = first.site.module.bindings.of(unwrap(payload) as ts.Identifier)?.declarations ?? []
  const { statements } = first.call.block
  const made = statements.findIndex((statement) => declaration !== undefined && contains(statement, declaration))
  const between = statements.slice(made + 1, statements.indexOf(first.call.top))
  return made >= 0 && between.every((statement) => isLogLine(statement) || isPlainConstant(statement))
}

function isPlainConstant(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false
  return statement.declarationList.declarations.every(({ initializer }) => !!initializer && isInert(initializer))
}

/** Whether all that a guard decides on are calls of the group: it goes with them. */
function isWhole({ guard }: FanOutCall, run: readonly Member[]): boolean {
  const own = new Set<ts.Node>(run.map(({ call }) => call.statement))
  return !!guard && !!guardedStatements(guard.statement)?.every((statement) => own.has(statement))
}

/** The calls that are made like that of a site, in one straight line with it. */
function runOf(sites: readonly InvokeSite[], site: InvokeSite, withGuards: boolean): Member[] {
  const members = sitesAt(sites, groupsOf(sites).byModule.get(site.module)).flatMap(
    ({ site: other, index }) => memberOf(other, index, withGuards) ?? [],
  )
  const own = members.find((member) => member.site === site)
  if (!own) return []
  const alike = members.filter((other) => isAlike(own, other)).sort((a, b) => a.site.call.pos - b.site.call.pos)
  return runsOf(alike).find((candidate) => candidate.some(({ index }) => index === own.index)) ?? []
}

function memberOf(site: InvokeSite, index: number, withGuards: boolean): Member | undefined {
  const { kind, response, isPassedOn, invocation, target, callers } = site
  if (kind === 'wrapper-definition' || (kind === 'wrapper-call' && !isThroughQuiet(site))) return undefined
  if (response !== 'ignored' || isPassedOn || target.status !== 'resolved') return undefined
  if (invocation !== 'async' && invocation !== 'sync') return undefined
  const { ref } = target
  if (!callers.every(({ service }) => service === ref.service)) return undefined
  // what a helper makes of its arguments is not followed
  const call = fanOutCall(site, withGuards && kind === 'direct')
  const isKnown = call && call.given.length > 0 && call.given.every(isInert)
  return isKnown ? { index, site, callee: refKey(ref), call } : undefined
}

/** One way through helpers that do nothing else. */
function isThroughQuiet({ through: [levels, ...others] }: InvokeSite): boolean {
  return !!levels && others.length === 0 && levels.length > 0 && levels.every(isQuiet)
}

/** The same text in the same block is the same value, as long as nothing happens in between. */
function isAlike({ site, call }: Member, { site: other, call: otherCall }: Member): boolean {
  return (
    call.block === otherCall.block &&
    call.list === otherCall.list &&
    call.form === otherCall.form &&
    site.invocation === other.invocation &&
    differences(call, otherCall) === (site === other || site.kind === 'direct' ? 0 : 1)
  )
}

/** In how much of what they are given two calls differ: those of a helper do in the name alone. */
function differences({ given }: FanOutCall, { given: other }: FanOutCall): number {
  return given.filter((node, index) => {
    const counterpart = other[index]
    return !counterpart || !isWrittenAlike(node, counterpart)
  }).length
}

/** Cuts a list of calls where something happens between two of them, and where a function is called again. */
function runsOf(members: readonly Member[]): Member[][] {
  const runs: Member[][] = []
  for (const member of members) {
    const run = runs.at(-1)
    const isNew = !run || run.some(({ callee }) => callee === member.callee) || !isStraight([...run, member])
    if (isNew) runs.push([member])
    else run.push(member)
  }
  return runs
}

function isStraight(members: readonly Member[]): boolean {
  const [first] = members
  if (!first || first.call.list) return true
  const own = new Set(members.flatMap(({ call }) => [call.top, call.paramsStatement ?? call.top]))
  const positions = [...own].map((node) => node.pos)
  const [start, end] = [Math.min(...positions), Math.max(...positions)]
  return first.call.block.statements
    .filter((statement) => statement.pos >= start && statement.pos <= end)
    .every((statement) => own.has(statement) || isLogLine(statement))
}

function isLogLine(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false
  const { expression, arguments: values } = statement.expression
  return isLogFunction(expression) && values.every(isInert)
}
