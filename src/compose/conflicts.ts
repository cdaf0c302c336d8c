import type { ts } from 'ts-morph'
import { type Edit, findOverlaps } from '../edit/edit'
import type { FileChange } from '../transforms/file-change'
import type { Proposal, Refusal } from '../transforms/transform'
import { declaredTwice } from './declared-twice'
import { isImported } from './import-statements'
import { distinctEdits, sameEdit } from './same-edits'

type Conflict = Pick<Refusal, 'code' | 'message'>

/**
 * Why a proposal cannot be made together with those that are accepted. Two may ask for the very same edit (the adapter
 * of a shared callee), but not for different ones.
 */
export function conflictWith(accepted: readonly Proposal[], proposal: Proposal): Conflict | undefined {
  return overlap(accepted, proposal) ?? clash(accepted, proposal) ?? taken(proposal) ?? removal(accepted, proposal)
}

/** Lines that another proposal changes in another way. */
function overlap(accepted: readonly Proposal[], proposal: Proposal): Conflict | undefined {
  for (const { module } of proposal.files) {
    // several sites of one proposal may stand in one file
    const edits = editsOf([proposal], module.file)
    const known = editsOf(accepted, module.file)
    const fresh = edits.filter((edit) => !known.some((other) => sameEdit(other, edit)))
    const all = [...known, ...fresh].map((edit): Edit => ({ file: module.file, ...edit, rule: '', sites: [] }))
    if (findOverlaps(all).length > 0)
      return { code: 'edit-conflict', message: `Another rewrite changes the same lines of ${module.file}.` }
    const name = declaredTwice(module.file, known, fresh)
    if (name !== undefined) return otherUse(module.file, name)
  }
  return undefined
}

/** Two rewrites that give one name to two things: the later can be made once the first stands there. */
export function otherUse(file: string, name: string): Conflict {
  const message = `Another rewrite writes a "${name}" of its own into ${file}, for another way of the same function to be called.`
  return { code: 'edit-conflict', message }
}

function editsOf(proposals: readonly Proposal[], file: string) {
  const changes = proposals.flatMap(({ files }) => files.filter(({ module }) => module.file === file))
  return distinctEdits(changes.flatMap(({ edits }) => edits))
}

/** A file that another proposal creates with another text. */
function clash(accepted: readonly Proposal[], { created }: Proposal): Conflict | undefined {
  const other = created.find(({ file, text }) =>
    accepted.some((proposal) => proposal.created.some((known) => known.file === file && known.text !== text)),
  )
  return other && { code: 'edit-conflict', message: `Another rewrite creates ${other.file}.` }
}

function taken({ files }: Proposal): Conflict | undefined {
  for (const change of files) {
    const name = takenName(change)
    if (name !== undefined)
      return { code: 'name-taken', message: `"${name}" is something else in ${change.module.file}.` }
  }
  return undefined
}

/** A file that goes with another proposal. */
function removal(accepted: readonly Proposal[], { files }: Proposal): Conflict | undefined {
  const deleted = new Set(accepted.flatMap((other) => other.deleted))
  const gone = files.find(({ module }) => deleted.has(module.file))
  return gone && { code: 'edit-conflict', message: `Another rewrite removes ${gone.module.file}.` }
}

/** A name that is to be imported, and that the file declares as something else which does not go. */
function takenName({ module, edits, imports }: FileChange): string | undefined {
  const isGone = (node: ts.Node) =>
    edits.some(({ start, end }) => start <= node.getStart(module.ast) && node.end <= end)
  const taken = imports.find(({ specifier, name, isWhole }) => {
    const others = module.bindings.all.filter((binding) => binding.name === name && !binding.declarations.every(isGone))
    return others.length > (isImported(module, specifier, name, isWhole) ? 1 : 0)
  })
  return taken?.name
}
