import type { ts } from 'ts-morph'
import { callsOfFunction } from '../../../analysis/calls-of-function'
import type { InvokeSite } from '../../../scan/site'
import { attempt, type TransformContext } from '../../transform'
import type { HelperKind } from './helper-kind'
import { wayOf } from './through'

type Sites = readonly InvokeSite[]

/**
 * The sites that are rewritten with one: those that reach the same call through a helper that has its callee fixed
 * (`sendReply(payload)`), and, where every call of a helper can become a message, all of these, with the SDK call in it.
 * @param areFit Whether sites can be rewritten together.
 */
export function groupOf(
  context: TransformContext,
  verdict: HelperKind['verdict'],
  index: number,
  areFit: (sites: readonly number[]) => boolean,
): number[] {
  const { sites } = context
  const chooser = chooserOf(sites, index)
  const together = callsOfSameHelper(context, verdict, chooser, areFit)
  const choosers = together.length > 0 ? together : [chooser]
  const members = new Set(choosers.flatMap((one) => [one, ...forwardersOf(sites, one)]))
  if (together.length > 0) for (const one of definitionsOf(sites, choosers)) members.add(one)
  return [...members].sort((a, b) => a - b)
}

/** The site that chooses the callee for one whose helper has it fixed; else the site itself. */
export function chooserOf(sites: Sites, index: number): number {
  const site = sites[index]
  if (site?.kind !== 'wrapper-call') return index
  const way = attempt(() => wayOf(site))
  if (!('value' in way) || way.value) return index
  const inner = new Set<ts.Node>(site.through.flat().map(({ call }) => call.call))
  const found = sites.findIndex((other) => other.kind !== 'wrapper-definition' && inner.has(other.call))
  return found < 0 ? index : found
}

/** The members of a group that say which function is called; the others only lead to them. */
export function choosersOf(sites: Sites, members: readonly number[]): number[] {
  return members.filter((index) => sites[index]?.kind !== 'wrapper-definition' && chooserOf(sites, index) === index)
}

/** Sites that go on to another one. What tests call is no part of what is deployed. */
export function forwardersOf(sites: Sites, chooser: number): number[] {
  return sites.flatMap((site, index) =>
    index !== chooser && site.kind === 'wrapper-call' && !site.isTest && chooserOf(sites, index) === chooser
      ? [index]
      : [],
  )
}

/** All calls of the helper of a site, where nothing else uses it and all of them can be rewritten. */
function callsOfSameHelper(
  context: TransformContext,
  verdict: HelperKind['verdict'],
  chooser: number,
  areFit: (sites: readonly number[]) => boolean,
): number[] {
  const { sites, advice } = context
  const first = sites[chooser]?.through[0]?.[0]
  if (!first) return []
  const uses = callsOfFunction(context, first.module, first.node)
  if (!uses) return []
  const alike = sites.flatMap((site, index) => (uses.has(site.call) && site.kind === 'wrapper-call' ? [index] : []))
  const isAll = alike.length === uses.size && alike.every((index) => advice[index]?.verdict === verdict)
  return isAll && areFit(alike) ? alike : []
}

/** The calls in a helper that some calls go through, where nothing else does: it is changed where it stands. */
export function definitionsBehind(context: TransformContext, choosers: readonly number[]): number[] {
  const { sites } = context
  const level = sites[choosers[0] ?? 0]?.through[0]?.[0]
  const uses = level && callsOfFunction(context, level.module, level.node)
  const calls = new Set<ts.Node>(choosers.flatMap((index) => sites[index]?.call ?? []))
  return uses && [...uses].every((use) => calls.has(use)) ? definitionsOf(sites, choosers) : []
}

/** The calls in helpers that are changed where they stand. */
function definitionsOf(sites: Sites, choosers: readonly number[]): number[] {
  const [first] = choosers
  const inner = new Set<ts.Node>(
    sites[first ?? 0]?.through
      .flat()
      .slice(0, 1)
      .map(({ call }) => call.call),
  )
  return sites.flatMap((site, index) => (site.kind === 'wrapper-definition' && inner.has(site.call) ? [index] : []))
}
