import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import type { Range } from '../../syntax/nodes'
import type { Expression } from './expression'
import type { Origin, Step } from './ir'

/** Comments that speak to a tool, this one among them. */
const DIRECTIVE =
  /^@?(ts-|eslint|tslint|jshint|jslint|prettier|biome|oxlint|deno-|istanbul|c8|v8|global|exported|webpack|sourceMappingURL|noinspection|lambda-unchain|#|<|\/)/

/** A line of code that somebody has put out of use. */
const CODE = /[;{}]$|^[)\]}]+,?$/

/** What the author wrote above a statement, and behind it on its last line: comments as one line each. */
export function commentsOf(module: SourceModule, node: ts.Node): string[] {
  const { text, ast } = module
  const ranges = [
    ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
    ...(ts.getTrailingCommentRanges(text, node.end) ?? []).filter(({ pos }) => isLastOfLine(ast, pos)),
  ]
  return runsOf(text, ranges).flatMap((run) => {
    const lines = run.flatMap(({ pos, end }) => linesOf(text.slice(pos, end)))
    const words = lines.filter((line) => line !== '' && !CODE.test(line)).join(' ')
    // not taken for a variable of the configuration, or for an expression of the machine
    return words === '' ? [] : [words.replaceAll('${', '{').replaceAll('{%', '{')]
  })
}

/** Comments of one line each that directly follow each other are one. */
function runsOf(text: string, ranges: readonly ts.CommentRange[]): ts.CommentRange[][] {
  const runs: ts.CommentRange[][] = []
  for (const range of ranges) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    const isNext = before && /^\r?\n[ \t]*$/.test(text.slice(before.end, range.pos))
    if (run && isNext && before.kind === range.kind) run.push(range)
    else runs.push([range])
  }
  return runs
}

/** Where statements stand, with the comments that speak of them. */
export function rangeWithComments({ text, ast }: SourceModule, first: ts.Node, last: ts.Node): Range {
  const above = ts.getLeadingCommentRanges(text, first.getFullStart())?.[0]
  const behind = ts.getTrailingCommentRanges(text, last.end)?.findLast(({ pos }) => isLastOfLine(ast, pos))
  return { start: above?.pos ?? first.getStart(ast), end: behind?.end ?? last.end }
}

/** Whether nothing but comments follows in a line. */
function isLastOfLine({ text }: ts.SourceFile, pos: number): boolean {
  const [line = ''] = text.slice(pos).split(/\r?\n/, 1)
  return /^(\s*\/\*.*?\*\/)*\s*(\/\/.*|\/\*.*)?$/.test(line)
}

/** The words of a comment, without its marks and rules. */
function linesOf(comment: string): string[] {
  const lines = comment
    .replace(/^\/\*+|\*+\/$/g, '')
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/^\s*(\/\/+|\*+)?\s*/, '')
        .replace(/^[-=*#~_]{2,}\s*|\s*[-=*#~_]{2,}$/g, '')
        .trim(),
    )
  return DIRECTIVE.test(lines.find((line) => line !== '') ?? '') ? [] : lines
}

/** Gives the comments of the statements of a block to their steps. */
export class BlockComments {
  /** Of statements that do nothing themselves: they speak of what follows. */
  private readonly waiting: string[] = []

  constructor(private readonly module: SourceModule) {}

  /** @param isCarried Whether what speaks of the statement speaks of what follows, where it does nothing. */
  of(statement: ts.Statement, steps: Step[], isCarried: boolean): Step[] {
    const own = commentsOf(this.module, statement)
    if (!steps.every(isFirstValue)) return withComments(steps, [...this.waiting.splice(0), ...own])
    if (isCarried) this.waiting.push(...own)
    return steps
  }
}

/** `let left = 3` */
function isFirstValue(step: Step): boolean {
  const isPlain = (value: Expression): boolean =>
    value.kind === 'object'
      ? value.properties.every((one) => isPlain(one.value))
      : ['literal', 'undefined'].includes(value.kind)
  return step.kind === 'assign' && step.values.every(({ value }) => isPlain(value))
}

/** Steps of which the first that does something bears comments. */
export function withComments(steps: Step[], comments: readonly string[]): Step[] {
  if (comments.length === 0) return steps
  const at = Math.max(
    0,
    steps.findIndex(({ kind }) => kind !== 'assign'),
  )
  return steps.map((step, index) => (index === at ? commented(step, comments) : step))
}

function commented(step: Step, comments: readonly string[]): Step {
  if (step.kind === 'try' && step.body.length > 0) return { ...step, body: withComments([...step.body], comments) }
  const [only, ...others] = step.kind === 'switch' ? step.cases : []
  if (step.kind === 'switch' && only?.test === 'default' && others.length === 0)
    return { ...step, cases: [{ ...only, steps: withComments([...only.steps], comments) }] }
  return { ...step, origin: originWith(step.origin, comments) }
}

/** A place with more comments before its own. */
export function originWith(origin: Origin, comments: readonly string[] = []): Origin {
  const all = [...comments, ...(origin.comments ?? [])]
  return all.length > 0 ? { ...origin, comments: all } : origin
}
