import { missingVariables } from '../analysis/environment'
import { refKey } from '../load/service'
import type { InvokeSite } from '../scan/site'
import type { MovedCode, Proposal, Refusal } from '../transforms/transform'

/** A site whose callee would find variables that another one brings along. */
interface Disagreement {
  readonly proposal: Proposal
  readonly instead: Proposal | undefined
  readonly refusal: Refusal
}

/**
 * Callees that run in one caller read one environment. What a rewrite copies into it for one callee, another finds there,
 * too, though it had another value in its own Lambda, or none. The later site stays.
 */
export function environmentFault(
  sites: readonly InvokeSite[],
  accepted: readonly Proposal[],
): Disagreement | undefined {
  const known: MovedCode[] = []
  for (const proposal of accepted) {
    for (const moved of proposal.moved ?? []) {
      const site = sites[moved.site]
      const message = known.map((other) => disagreement(other, moved)).find((one) => one !== undefined)
      // a rewrite may bring the code of several functions that have one handler
      known.push(moved)
      if (!site || message === undefined) continue
      return {
        proposal,
        instead: proposal.without?.(moved.site),
        refusal: { code: 'not-relocatable', message, file: site.module.file, line: site.line },
      }
    }
  }
  return undefined
}

function disagreement(other: MovedCode, moved: MovedCode): string | undefined {
  const { caller, callee } = moved
  if (refKey(other.caller) !== refKey(caller) || refKey(other.callee) === refKey(callee)) return undefined
  const shared = moved.environment.filter((name) => other.environment.includes(name))
  const copied = new Set([
    ...missingVariables(other.callee, caller, shared),
    ...missingVariables(callee, caller, shared),
  ])
  const value = ({ callee: { function: fn } }: MovedCode, name: string) => JSON.stringify(fn.environment[name])
  const name = shared.find((one) => copied.has(one) && value(other, one) !== value(moved, one))
  if (name === undefined) return undefined
  const [one, two] = [callee.function.key, other.callee.function.key]
  return `"${one}": it reads the environment variable "${name}", which is another one in "${two}", whose code goes to "${caller.function.key}" as well.`
}
