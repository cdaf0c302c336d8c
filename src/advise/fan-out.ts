import { ts } from 'ts-morph'
import { LOGGING } from '../analysis/tables/errors'
import { refKey } from '../load/service'
import type { InvokeSite } from '../scan/site'
import { isInert } from '../syntax/inert'
import { type FanOutCall, fanOutCall } from './fan-out-call'
import { isQuiet } from './quiet-helper'
import { groupsOf, sitesAt } from './site-groups'

interface Member {
  readonly index: number
  readonly site: InvokeSite
  readonly callee: string
  readonly call: FanOutCall
}

/**
 * Indices of the sites that send the same payload to distinct functions of their own service in one straight line, the
 * site among them; none where there are not two. In a straight line nothing happens between them that anyone could see
 * but log lines.
 */
export function fanOutOf(sites: readonly InvokeSite[], site: InvokeSite): number[] {
  const members = sitesAt(sites, groupsOf(sites).byModule.get(site.module)).flatMap(
    ({ site: other, index }) => memberOf(other, index) ?? [],
  )
  const own = members.find((member) => member.site === site)
  if (!own) return []
  const alike = members.filter((other) => isAlike(own, other)).sort((a, b) => a.site.call.pos - b.site.call.pos)
  const run = runsOf(alike).find((candidate) => candidate.some(({ index }) => index === own.index)) ?? []
  return run.length > 1 ? run.map(({ index }) => index) : []
}

function memberOf(site: InvokeSite, index: number): Member | undefined {
  const { kind, response, isPassedOn, invocation, target, callers } = site
  if (kind === 'wrapper-definition' || (kind === 'wrapper-call' && !isThroughQuiet(site))) return undefined
  if (response !== 'ignored' || isPassedOn || target.status !== 'resolved') return undefined
  if (invocation !== 'async' && invocation !== 'sync') return undefined
  const { ref } = target
  if (!callers.every(({ service }) => service === ref.service)) return undefined
  const call = fanOutCall(site)
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
  const text = (node: ts.Expression | undefined) => node?.getText().replace(/\s+/g, ' ')
  return given.filter((node, index) => text(node) !== text(other[index])).length
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
  const own = new Set(members.flatMap(({ call }) => [call.statement, call.paramsStatement ?? call.statement]))
  const positions = [...own].map((node) => node.pos)
  const [start, end] = [Math.min(...positions), Math.max(...positions)]
  return first.call.block.statements
    .filter((statement) => statement.pos >= start && statement.pos <= end)
    .every((statement) => own.has(statement) || isLogLine(statement))
}

function isLogLine(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false
  const { expression, arguments: values } = statement.expression
  return LOGGING.test(expression.getText().replace(/\s/g, '')) && values.every(isInert)
}
