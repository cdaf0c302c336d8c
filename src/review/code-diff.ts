import { createTwoFilesPatch } from 'diff'
import type { FilePlan } from '../plan/build-plan'

/** The change of one file as a unified diff that `git apply` takes. */
export function codeDiff({ file, before, after }: FilePlan): string {
  const from = before === undefined ? '/dev/null' : `a/${file}`
  const to = after === undefined ? '/dev/null' : `b/${file}`
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, { context: 3 })
  // the library begins with a rule and prints tabs behind empty headers
  const [, ...lines] = patch.split('\n')
  const body = lines.map((line) => (/^(---|\+\+\+) /.test(line) ? line.trimEnd() : line)).join('\n')
  const mode = before === undefined ? 'new file mode 100644\n' : after === undefined ? 'deleted file mode 100644\n' : ''
  return `diff --git a/${file} b/${file}\n${mode}${body}`
}

/** All changes of a plan as one patch. */
export function patchOf(files: readonly FilePlan[]): string {
  return files.map(codeDiff).join('')
}
