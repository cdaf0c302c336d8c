import { isDeepStrictEqual } from 'node:util'
import type { Proposal } from '../transform'
import { merged } from './wrapper/merged'

/** What one call needs to become a message. */
export type Part = Pick<Proposal, 'obligations' | 'files' | 'infra' | 'packages' | 'notes' | 'helpers'>

/** The calls of a group as one proposal: what several of them ask for is told once. */
export function joined(transform: Proposal['transform'], sites: Proposal['sites'], parts: readonly Part[]): Proposal {
  return {
    transform,
    sites,
    obligations: distinct(parts.flatMap(({ obligations }) => obligations)),
    files: merged(parts.flatMap(({ files }) => files)),
    created: [],
    deleted: [],
    infra: distinct(parts.flatMap(({ infra }) => infra)),
    packages: distinct(parts.flatMap(({ packages }) => packages)),
    notes: distinct(parts.flatMap(({ notes }) => notes)),
    helpers: [...new Map(parts.flatMap(({ helpers = [] }) => helpers.map((helper) => [helper.node, helper]))).values()],
  }
}

/** Each item once. */
export function distinct<T>(items: readonly T[]): T[] {
  return items.filter((item, index) => items.findIndex((other) => isDeepStrictEqual(other, item)) === index)
}
