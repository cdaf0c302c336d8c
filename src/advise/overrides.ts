import ignore from 'ignore'
import type { UserConfig } from '../load/user-config'
import type { DiagnosticBag } from '../messages/diagnostic'
import { UserError } from '../messages/user-error'
import type { InvokeSite } from '../scan/site'
import { type Directive, PURE } from '../syntax/directives'
import { enclosingStatement } from '../syntax/nodes'
import { type Advice, isVerdict, type Verdict, verdicts } from './advice'
import { type OverrideEntry, overrideEntries } from './override-config'
import { verdict } from './verdict'

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

/**
 * @param directives Comments of all files.
 * @param flags `--override <place or callee>=<verdict>`, as given
 * @throws UserError `override-invalid`
 */
export function overrides(
  config: UserConfig | undefined,
  directives: readonly Directive[],
  flags: readonly string[],
): Overrides {
  const rules = [...flags.map(ruleOfFlag), ...overrideEntries(config).map(ruleOfEntry)]
  // what is said of a function is no verdict
  const comments = directives.filter(({ word }) => word !== PURE)
  const used = new Set<Rule | Directive>()
  return {
    of(site) {
      const comment = comments.find((candidate) => isAt(candidate, site))
      const rule = comment ? undefined : rules.find((candidate) => candidate.matches(site))
      const found = comment ?? rule
      if (!found) return undefined
      used.add(found)
      const word = 'word' in found ? found.word : found.verdict
      // somebody meant to decide: until it is clear what, nothing is changed
      if (!isVerdict(word)) return verdict('keep', 'override-unclear', `It says "${word}".`)
      const detail = found.reason ? `: ${found.reason}` : ''
      const message = `${comment ? 'A comment' : rule?.origin} says "${word}"${detail}.`
      return { verdict: word, reasons: [{ code: 'override', message }], isOverride: true }
    },
    reportUnused(diagnostics) {
      for (const comment of comments) {
        const { file, line, word } = comment
        if (!isVerdict(word)) {
          const message = `"${word}" is no verdict; these are: ${verdicts.join(', ')}.`
          diagnostics.add({ severity: 'warning', code: 'override-invalid', message, file, line })
        } else if (!used.has(comment)) {
          const message = `The comment "lambda-unchain: ${word}" stands at no call and has no effect.`
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
function isAt(comment: Directive, site: InvokeSite): boolean {
  if (comment.file !== site.module.file || site.kind === 'wrapper-definition') return false
  const { ast } = site.module
  const statement = enclosingStatement(site.call) ?? site.call
  const first = ast.getLineAndCharacterOfPosition(statement.getStart(ast)).line + 1
  const last = ast.getLineAndCharacterOfPosition(site.call.getEnd()).line + 1
  const isAbove = comment.above === first || comment.above === site.line
  return isAbove || (comment.line >= site.line && comment.line <= last)
}

function ruleOfFlag(flag: string): Rule {
  const [selector = '', word = ''] = flag.split(/=(?=[^=]*$)/)
  return rule(selector, undefined, undefined, checked(word, `--override ${flag}`), undefined, `--override ${flag}`)
}

function ruleOfEntry({ site, caller, callee, verdict, reason, origin }: OverrideEntry): Rule {
  return rule(site, caller, callee, checked(verdict, origin), reason, origin)
}

function checked(word: string, origin: string): Verdict {
  if (isVerdict(word)) return word
  throw new UserError('override-invalid', `${origin}: "${word}" is no verdict; these are: ${verdicts.join(', ')}.`)
}

/** `src/**`, `src/a.ts:12`, or the key of a callee. */
function rule(
  selector: string | undefined,
  caller: string | undefined,
  callee: string | undefined,
  decided: Verdict,
  reason: string | undefined,
  origin: string,
): Rule {
  const [path = '', line] = selector?.split(/:(?=\d+$)/) ?? []
  const pattern = selector === undefined ? undefined : ignore().add(path)
  const calls = ({ target }: InvokeSite, key: string) => target.status === 'resolved' && target.ref.function.key === key
  return {
    verdict: decided,
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
