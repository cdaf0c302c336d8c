import type { ts } from 'ts-morph'

/**
 * Where a value comes from. `fresh`: the running function made it; `depth` counts how many levels of it are its own: 1 for
 * a list of things that others hold, 2 for a list of new objects, infinite for what holds nothing else's. `parameter`: it
 * is what a parameter holds, or stands so many steps below that. `shared`: others may hold it, or nothing is known.
 */
export type Origin =
  | {
      readonly kind: 'fresh'
      readonly depth: number
      /** It is an instance of a class of the repository, whose fields may be its own, too. */
      readonly isInstance?: true
      readonly reach?: Reach
    }
  | {
      readonly kind: 'parameter'
      readonly parameter: ts.ParameterDeclaration
      readonly steps: number
      readonly reach?: Reach
    }
  | { readonly kind: 'shared' }

/**
 * It was read by a name that may be an inherited one, so it may be what all objects share. `member`: calling a method of
 * lists or maps on that would only fail. `any`: that would change it, too.
 */
export type Reach = 'member' | 'any'

export const OWN: Origin = { kind: 'fresh', depth: Number.POSITIVE_INFINITY }
export const SHARED: Origin = { kind: 'shared' }

export function fresh(depth: number): Origin {
  return depth >= 1 ? { kind: 'fresh', depth } : SHARED
}

/** How many levels of a value are new. */
export function depthOf(origins: readonly Origin[]): number {
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...origins.map((origin) => (origin.kind === 'fresh' && !origin.reach ? origin.depth : 0)),
  )
}

/** A member or an element of a value. */
export function memberOf(origin: Origin): Origin {
  if (origin.kind === 'fresh') return fresh(origin.depth - 1)
  if (origin.kind !== 'parameter') return origin
  return { kind: 'parameter', parameter: origin.parameter, steps: origin.steps + 1 }
}

/** A value that was read by a name that may be an inherited one. */
export function reaching(origin: Origin, reach: Reach): Origin {
  return origin.kind === 'shared' ? origin : { ...origin, reach }
}

/** The same value, into which others may have put parts. */
export function outermost(origin: Origin): Origin {
  return origin.kind === 'fresh' && !origin.reach ? limitedTo(origin, 1) : origin
}

export function limitedTo(origin: Origin & { readonly kind: 'fresh' }, limit: number): Origin {
  return limit < 1 ? SHARED : { ...origin, depth: Math.min(origin.depth, limit) }
}
