import type { ts } from 'ts-morph'
import type { InvokeSite } from '../../../scan/site'
import { callsOfFunction } from '../../shared/calls-of-function'
import { attempt, type TransformContext } from '../../transform'
import { batchOf, listedSites } from '../batch-sends/plan'
import { wayOf } from './through'

type Sites = readonly InvokeSite[]

/**
 * The sites that are rewritten with one: those that reach the same call through a helper that has its callee fixed
 * (`sendReply(payload)`), those whose messages go in its batches, and, where every call of a helper can go to a queue, all of these, with the SDK call in it.
 * @param areFit Whether sites can be rewritten together.
 */
export function groupOf(
  context: TransformContext,
  index: number,
  areFit: (sites: readonly number[]) => boolean,
): number[] {
  const { sites } = context
  const site = sites[index]
  const batch = site && batchOf(context, site)
  if (typeof batch === 'object' && batch.list) return listedSites(context, batch)
  const chooser = chooserOf(sites, index)
  const together = callsOfSameHelper(context, chooser, areFit)
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
  chooser: number,
  areFit: (sites: readonly number[]) => boolean,
): number[] {
  const { sites, advice } = context
  const first = sites[chooser]?.through[0]?.[0]
  if (!first) return []
  const uses = callsOfFunction(context, first.module, first.node)
  if (!uses) return []
  const alike = sites.flatMap((site, index) => (uses.has(site.call) && site.kind === 'wrapper-call' ? [index] : []))
  const isAll = alike.length === uses.size && alike.every((index) => advice[index]?.verdict === 'sqs')
  return isAll && areFit(alike) ? alike : []
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
