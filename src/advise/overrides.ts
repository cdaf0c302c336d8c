import ignore from 'ignore'
import { readConfig } from '../load/config-file'
import { asArray, asObject, asString } from '../load/document'
import type { DiagnosticBag } from '../messages/diagnostic'
import { UserError } from '../messages/user-error'
import type { InvokeSite } from '../scan/site'
import { enclosingStatement } from '../syntax/nodes'
import { isSourceFile } from '../syntax/parse'
import type { SourceProgram } from '../syntax/program'
import { textOf, type Workspace } from '../workspace/workspace'
import { type Advice, isVerdict, type Verdict, verdicts } from './advice'
import { type CommentOverride, commentsIn } from './override-comments'

/** Verdicts that the user gave: by a comment at the site, a flag, or the configuration file, in this order. */
export interface Overrides {
  /** What the user decided for a site; `undefined` where nothing. */
  of(site: InvokeSite): Advice | undefined
  /** Reports overrides that met no site. Call it when every site was asked about. */
  reportUnused(diagnostics: DiagnosticBag): void
}

interface Rule {
  readonly verdict: Verdict
  readonly reason: string | undefined
  readonly origin: string
  matches(site: InvokeSite): boolean
}

const CONFIG_NAMES = ['yml', 'yaml', 'json', 'ts', 'mjs', 'cjs', 'js'].map((end) => `lambda-unchain.config.${end}`)

/**
 * @param flags `--override <place or callee>=<verdict>`, as given
 * @throws UserError `override-invalid`
 */
export function overrides(workspace: Workspace, program: SourceProgram, flags: readonly string[]): Overrides {
  const rules = [...flags.map(ruleOfFlag), ...rulesOfConfig(workspace, program)]
  const comments = workspace.files
    .filter(isSourceFile)
    .flatMap((file) => commentsIn(file, textOf(workspace, file) ?? ''))
  const used = new Set<Rule | CommentOverride>()
  return {
    of(site) {
      const comment = comments.find((candidate) => isAt(candidate, site))
      const rule = comment ? undefined : rules.find((candidate) => candidate.matches(site))
      const found = comment ?? rule
      if (!found) return undefined
      used.add(found)
      if (!isVerdict(found.verdict)) return undefined
      const detail = found.reason ? `: ${found.reason}` : ''
      const message = `${comment ? 'A comment' : rule?.origin} says "${found.verdict}"${detail}.`
      return { verdict: found.verdict, reasons: [{ code: 'override', message }], isOverride: true }
    },
    reportUnused(diagnostics) {
      for (const comment of comments) {
        const { file, line, verdict } = comment
        if (!isVerdict(verdict)) {
          const message = `"${verdict}" is no verdict; these are: ${verdicts.join(', ')}.`
          diagnostics.add({ severity: 'warning', code: 'override-invalid', message, file, line })
        } else if (!used.has(comment)) {
          const message = `The comment "lambda-unchain: ${verdict}" stands at no call and has no effect.`
          diagnostics.add({ severity: 'warning', code: 'override-unused', message, file, line })
        }
      }
      for (const rule of rules.filter((candidate) => !used.has(candidate))) {
        const message = `${rule.origin} matches no call.`
        diagnostics.add({ severity: 'warning', code: 'override-unused', message })
      }
    },
  }
}

/** A comment is for the site whose statement it stands above or in. */
function isAt(comment: CommentOverride, site: InvokeSite): boolean {
  if (comment.file !== site.module.file || site.kind === 'wrapper-definition') return false
  const { ast } = site.module
  const statement = enclosingStatement(site.call) ?? site.call
  const first = ast.getLineAndCharacterOfPosition(statement.getStart(ast)).line + 1
  const last = ast.getLineAndCharacterOfPosition(site.call.getEnd()).line + 1
  const isAbove = comment.above === first || comment.above === site.line
  return isAbove || (comment.line >= site.line && comment.line <= last)
}

function ruleOfFlag(flag: string): Rule {
  const [selector = '', verdict = ''] = flag.split(/=(?=[^=]*$)/)
  return rule(selector, undefined, undefined, checked(verdict, `--override ${flag}`), undefined, `--override ${flag}`)
}

function rulesOfConfig(workspace: Workspace, program: SourceProgram): Rule[] {
  const file = CONFIG_NAMES.find((name) => workspace.has(name))
  const document = file === undefined ? undefined : readConfig(workspace, program, file)
  if (!document) return []
  if (document.problem) throw new UserError('override-invalid', `${file}: ${document.problem.message}`)
  return asArray(asObject(document.value).overrides).map((entry, index) => {
    const { site, caller, callee, verdict, reason } = asObject(entry)
    const origin = `overrides[${index}] of ${file}`
    return rule(
      asString(site),
      asString(caller),
      asString(callee),
      checked(asString(verdict) ?? '', origin),
      asString(reason),
      origin,
    )
  })
}

function checked(verdict: string, origin: string): Verdict {
  if (isVerdict(verdict)) return verdict
  throw new UserError('override-invalid', `${origin}: "${verdict}" is no verdict; these are: ${verdicts.join(', ')}.`)
}

/** `src/**`, `src/a.ts:12`, or the key of a callee. */
function rule(
  selector: string | undefined,
  caller: string | undefined,
  callee: string | undefined,
  verdict: Verdict,
  reason: string | undefined,
  origin: string,
): Rule {
  const [path = '', line] = selector?.split(/:(?=\d+$)/) ?? []
  const pattern = selector === undefined ? undefined : ignore().add(path)
  const calls = ({ target }: InvokeSite, key: string) => target.status === 'resolved' && target.ref.function.key === key
  return {
    verdict,
    reason,
    origin,
    matches(site) {
      if (site.kind === 'wrapper-definition') return false
      const isPlace =
        !pattern || (pattern.ignores(site.module.file) && (line === undefined || Number(line) === site.line))
      const isSelected = isPlace || (selector !== undefined && calls(site, selector))
      const isCaller = caller === undefined || site.callers.some((ref) => ref.function.key === caller)
      return isSelected && isCaller && (callee === undefined || calls(site, callee))
    },
  }
}
