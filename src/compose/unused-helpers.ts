import { ts } from 'ts-morph'
import { nameNodeOf } from '../analysis/function-place'
import type { SourceEdit } from '../transforms/file-change'
import { exportRanges } from '../transforms/shared/export-ranges'
import type { Helper, Proposal } from '../transforms/transform'

/** A helper all of whose calls are gone, and the sites that called it. */
export interface UnusedHelper extends Helper {
  readonly sites: readonly number[]
}

/** The helpers that lose their last call by some rewrites, helpers of helpers included. */
export function unusedHelpers(proposals: readonly Proposal[]): UnusedHelper[] {
  const helpers = new Map<ts.Node, UnusedHelper>()
  for (const { helpers: own = [], sites } of proposals) {
    for (const helper of own) {
      const known = helpers.get(helper.node)?.sites ?? []
      helpers.set(helper.node, { ...helper, sites: [...new Set([...known, ...sites])].sort((a, b) => a - b) })
    }
  }
  const unused: UnusedHelper[] = []
  const changes = () => [...proposals.flatMap(({ files }) => files), ...unused.map(({ change }) => change)]
  for (let isNew = true; isNew; ) {
    isNew = false
    for (const helper of helpers.values()) {
      if (unused.includes(helper)) continue
      const isGone = (call: ts.Node): boolean =>
        changes().some(
          ({ module, edits }) => module.ast === call.getSourceFile() && edits.some((edit) => takes(edit, call)),
        )
      if (helper.calls.size === 0 || ![...helper.calls].every(isGone)) continue
      unused.push(helper)
      isNew = true
    }
  }
  return together(unused)
}

/** Several helpers of one file leave its list of exports at once. */
function together(unused: readonly UnusedHelper[]): UnusedHelper[] {
  const named = unused.map((helper) => ({ helper, name: nameNodeOf(helper.node) }))
  return named.map(({ helper, name }, index) => {
    const { module, edits } = helper.change
    const names = named.flatMap((one) => (one.helper.change.module === module ? (one.name ?? []) : []))
    if (!name || names.length < 2) return helper
    const isExport = (edit: SourceEdit) =>
      exportRanges(module, name).some(({ start, end }) => start === edit.start && end === edit.end)
    const own = edits.filter((edit) => !isExport(edit))
    const isFirst = named.findIndex((one) => one.helper.change.module === module) === index
    const reason = `Nothing calls ${names.map(({ text }) => `"${text}"`).join(' and ')} any more.`
    const exports = isFirst ? exportRanges(module, ...names).map((range) => ({ ...range, text: '', reason })) : []
    return { ...helper, change: { ...helper.change, edits: [...own, ...exports] } }
  })
}

/**
 * The edits that take a helper out of its file, beside those that are made there: in a list of exports that gets the name of
 * another beside it, that one takes its place.
 */
export function withoutHelper(text: string, removals: readonly SourceEdit[], made: readonly SourceEdit[]) {
  const taken = new Set<SourceEdit>()
  const edits = removals.flatMap((removal): SourceEdit[] => {
    const added = made.filter(
      (edit) =>
        edit.start === edit.end && removal.start < edit.start && edit.start <= removal.end && edit.text.startsWith(','),
    )
    const [first] = added
    if (!first) return [removal]
    for (const edit of added) taken.add(edit)
    const names = added.map((edit) => edit.text).join('')
    // `invoke`, `call: invoke`, `invoke as call`
    const [own] = /(?:[\w$]+\s*(?::|\bas\b)\s*)?[\w$]+$/.exec(text.slice(0, first.start)) ?? ['']
    const place = { start: first.start - own.length, end: first.start }
    return [{ ...removal, ...place, text: names.replace(/^,\s*/, '') }]
  })
  return { edits, taken }
}

/** Whether an edit takes a call away, and does not write it again; or lets it call another function. */
function takes({ start, end, text }: SourceEdit, call: ts.Node): boolean {
  const called = ts.isCallExpression(call) ? nameOf(call.expression) : undefined
  if (called && start === called.getStart() && end === called.end) return text !== called.getText()
  if (call.getStart() < start || end < call.end) return false
  const callee = ts.isCallExpression(call) ? call.expression.getText() : ''
  return !text.includes(`${callee}(`)
}

/** The name in what is called: `invoke`, `helpers.invoke`. */
function nameOf(callee: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(callee) ? callee.name : callee
}
