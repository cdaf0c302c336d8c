import type { Type } from '../types'
import type { Builder, Place, Variable } from './builder'

const DEEPEST = 3

/** All that can be read of the variables of a scope. */
export function placesOf(variables: readonly Variable[], builder: Builder): Place[] {
  return variables.flatMap(({ text, type }) => parts({ text, type, isMissing: false }, builder, 0))
}

function parts(place: Place, builder: Builder, depth: number): Place[] {
  if (depth >= DEEPEST) return [place]
  const { type, text, isMissing } = place
  if (type.kind === 'object') {
    const members = Object.entries(type.fields).flatMap(([name, field]) =>
      parts(
        {
          text: `${text}${isMissing ? '?.' : '.'}${name}`,
          type: field.type,
          isMissing: isMissing || field.isOptional === true || field.isNullable === true,
        },
        builder,
        depth + 1,
      ),
    )
    return [place, ...members]
  }
  return [place]
}

/** A place of a kind; one of those that cannot be missing, unless asked for. */
export function placeOf(
  variables: readonly Variable[],
  builder: Builder,
  is: (type: Type) => boolean,
  isMissing: boolean | undefined = false,
): Place | undefined {
  const fitting = placesOf(variables, builder).filter(
    (place) => is(place.type) && (isMissing === undefined || place.isMissing === isMissing),
  )
  return fitting.length === 0 ? undefined : builder.random.pick(fitting)
}
