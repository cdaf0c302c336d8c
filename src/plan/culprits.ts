import { changedTexts } from '../compose/changed-workspace'
import { type Composition, compose } from '../compose/compose'
import { otherUse } from '../compose/conflicts'
import { placeIn } from '../infra/check/place'
import type { InfraDiff } from '../infra/diff/model'
import { readConfig } from '../load/config-file'
import { sourceModule } from '../syntax/module'
import { redeclaredNames } from '../syntax/redeclared'
import { isSourceFile } from '../syntax/source-file'
import type { Proposal, Refusal } from '../transforms/transform'
import { textOf, type Workspace } from '../workspace/workspace'
import type { Analysis } from './analyze'

/** A file that the rewrites together would break. */
export interface InvalidRewrite {
  readonly file: string
  readonly message: string
  readonly line: number
  /** The name that is declared twice, where that is what breaks it. */
  readonly redeclared?: string
}

/** The proposal that something broken is owed to, and what its sites are refused with. */
export interface Culprit {
  readonly proposal: Proposal
  readonly refusal: Refusal
  /** A form of it that may not break. */
  readonly instead?: Proposal | undefined
}

/** The first file that would not parse, or not load. */
export function verifySyntax(
  workspace: Workspace,
  texts: ReadonlyMap<string, string | null>,
): InvalidRewrite | undefined {
  for (const [file, text] of texts) {
    if (text === null || !isSourceFile(file)) continue
    const module = sourceModule({ file, text })
    const { syntaxError } = module
    if (syntaxError) return { file, message: syntaxError.message, line: syntaxError.line }
    const before = redeclaredNames(sourceModule({ file, text: textOf(workspace, file) ?? '' }))
    const [name] = redeclaredNames(module).filter((candidate) => !before.includes(candidate))
    if (name !== undefined) return { file, message: `"${name}" would be declared twice`, line: 1, redeclared: name }
  }
  return undefined
}

/**
 * The proposal that a broken file is owed to: the first that breaks it, alone or together with those before it. Alone it is
 * a defect of this program; together, one that is planned again once the others are made.
 */
export function unparsable(
  { context, services, sites }: Analysis,
  { accepted }: Composition,
  { file, message, line, redeclared }: InvalidRewrite,
): Culprit {
  const touching = accepted.filter(
    ({ files, created }) =>
      files.some(({ module }) => module.file === file) || created.some((other) => other.file === file),
  )
  const isBrokenBy = (proposals: readonly Proposal[]) =>
    verifySyntax(
      context.workspace,
      changedTexts(context.workspace, compose(context.workspace, services, sites, proposals)),
    ) !== undefined
  const proposal = touching.find((_, index) => isBrokenBy(touching.slice(0, index + 1))) ?? touching.at(-1)
  const what = `The rewrite of ${file} would not parse: ${message} (line ${line}).`
  const site = sites[proposal?.sites[0] ?? -1]
  // nobody to blame: a defect of this program, and nothing may be written
  if (!proposal || !site) throw new Error(what)
  const isClash = redeclared !== undefined && !isBrokenBy([proposal])
  const reason = isClash ? otherUse(file, redeclared) : ({ code: 'rewrite-invalid', message: what } as const)
  return { proposal, refusal: { ...reason, file: site.module.file, line: site.line } }
}

/** The proposal that a broken template is owed to: one that causes the finding, else the last that touches the service. */
export function breaking(
  { context, services }: Analysis,
  { accepted }: Composition,
  infra: readonly InfraDiff[],
): Culprit | undefined {
  for (const diff of infra) {
    const finding = diff.findings.find(({ severity }) => severity === 'error')
    const service = services.find(({ config }) => config === diff.config)
    const touching = accepted.filter((proposal) => proposal.infra.some((own) => own.service.config === diff.config))
    if (!finding || !service || touching.length === 0) continue
    const rows = [...diff.created, ...diff.changed, ...diff.replaced, ...diff.destroyed]
    const sites = rows.find(({ logicalId }) => logicalId === finding.logicalId)?.sites ?? []
    const causing = touching.filter((proposal) => proposal.sites.some((site) => sites.includes(site)))
    const suspects = causing.length > 0 ? causing : touching
    const isCircle = finding.code === 'circular-reference'
    const loose = isCircle ? [...touching, ...causing].findLast(({ loosened }) => loosened) : undefined
    const proposal = loose ?? touching.findLast(({ fallback }) => fallback) ?? suspects.at(-1)
    if (!proposal) continue
    const instead = loose ? loose.loosened?.() : proposal.fallback?.()
    // in the file as it is: what the rewrite adds is not there
    const place = placeIn(service, finding.at, (file) => readConfig(context, file))
    const refusal = { code: 'template-broken', message: `${finding.message} (${finding.code})`, ...place } as const
    return { proposal, refusal, instead }
  }
  return undefined
}
