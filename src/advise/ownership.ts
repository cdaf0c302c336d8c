import ignore, { type Ignore } from 'ignore'
import type { FunctionRef } from '../load/service'
import { textOf, type Workspace } from '../workspace/workspace'

/** Who owns which files, as `CODEOWNERS` says. */
export interface Ownership {
  /** The owners of a callee, in words, where they are others than those of every caller; else `undefined`. */
  otherOwner(callers: readonly FunctionRef[], callee: FunctionRef): string | undefined
}

/** Where GitHub and GitLab look, in their order. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']

interface Rule {
  readonly pattern: Ignore
  readonly owners: readonly string[]
}

export function ownership(workspace: Workspace): Ownership {
  const file = PLACES.find((place) => workspace.has(place))
  const rules = file === undefined ? [] : rulesOf(textOf(workspace, file) ?? '')
  const ownersOf = ({ service, function: fn }: FunctionRef): readonly string[] => {
    const path = fn.handler?.file ?? service.config
    // the last rule that matches wins
    return rules.findLast(({ pattern }) => pattern.ignores(path))?.owners ?? []
  }
  return {
    otherOwner(callers, callee) {
      const owners = ownersOf(callee)
      if (owners.length === 0 || callers.length === 0) return undefined
      const isShared = callers.some((caller) => {
        const own = ownersOf(caller)
        return own.length === 0 || own.some((owner) => owners.includes(owner))
      })
      return isShared ? undefined : `It is owned by ${owners.join(', ')}.`
    },
  }
}

function rulesOf(text: string): Rule[] {
  return text.split(/\r?\n/).flatMap((line): Rule[] => {
    const [pattern, ...owners] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/)
    // sections of GitLab are headings, not rules
    if (!pattern || /^\^?\[/.test(pattern)) return []
    return [{ pattern: ignore().add(pattern), owners }]
  })
}
