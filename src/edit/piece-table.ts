import type { Edit } from './edit'

/** A piece of the current text: a stretch of the original, or text that was put in. */
type Piece =
  | { readonly kind: 'original'; readonly start: number; readonly end: number }
  | { readonly kind: 'added'; readonly text: string; readonly by: readonly Mark[] }

/** Who made a change, and why. */
export interface Mark {
  readonly rule: string
  readonly reason: string
  readonly sites: readonly number[]
}

/** A change to the current text. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * A text under a series of changes, each made on the result of the one before, that in the end are told as edits of the
 * original. Changes at the same place become one edit.
 */
export class PieceTable {
  private pieces: Piece[]

  constructor(
    private readonly file: string,
    private readonly original: string,
  ) {
    this.pieces = original === '' ? [] : [{ kind: 'original', start: 0, end: original.length }]
  }

  clone(): PieceTable {
    const copy = new PieceTable(this.file, this.original)
    copy.pieces = [...this.pieces]
    return copy
  }

  get text(): string {
    return this.pieces.map((piece) => this.textOf(piece)).join('')
  }

  splice({ start, end, text }: Splice, mark: Mark): void {
    const [before, rest] = this.split(this.pieces, start)
    const [removed, after] = this.split(rest, end - start)
    const marks = [...removed.flatMap((piece) => (piece.kind === 'added' ? piece.by : [])), mark]
    // what a change adds next to what another added is one piece only if it took some of it away
    this.pieces = [...before, { kind: 'added', text, by: distinct(marks) }, ...after]
  }

  /** The changes as edits of the original text, in order. */
  edits(): Edit[] {
    const edits: Edit[] = []
    let at = 0
    let run: { text: string; by: Mark[] } | undefined
    const flush = (end: number) => {
      if (run && (run.text !== this.original.slice(at, end) || run.by.length === 0))
        edits.push(this.toEdit(at, end, run))
      run = undefined
    }
    for (const piece of this.pieces) {
      if (piece.kind === 'added') {
        run ??= { text: '', by: [] }
        run.text += piece.text
        run.by.push(...piece.by)
      } else {
        flush(piece.start)
        at = piece.end
      }
    }
    flush(this.original.length)
    return edits
  }

  private toEdit(start: number, end: number, { text, by }: { text: string; by: readonly Mark[] }): Edit {
    const marks = distinct(by)
    return {
      file: this.file,
      ...trimmed(this.original, start, end, text),
      rule: [...new Set(marks.map((mark) => mark.rule))].join(', '),
      reason: [...new Set(marks.map((mark) => mark.reason))].join(' '),
      sites: [...new Set(marks.flatMap((mark) => mark.sites))].sort((a, b) => a - b),
    }
  }

  private textOf(piece: Piece): string {
    return piece.kind === 'added' ? piece.text : this.original.slice(piece.start, piece.end)
  }

  private split(pieces: readonly Piece[], length: number): [Piece[], Piece[]] {
    const left: Piece[] = []
    let rest = length
    for (const [index, piece] of pieces.entries()) {
      const size = piece.kind === 'added' ? piece.text.length : piece.end - piece.start
      if (size <= rest && (rest > 0 || size === 0)) {
        left.push(piece)
        rest -= size
        continue
      }
      if (rest === 0) return [left, pieces.slice(index)]
      const [a, b] = cut(piece, rest)
      return [
        [...left, a],
        [b, ...pieces.slice(index + 1)],
      ]
    }
    return [left, []]
  }
}

function cut(piece: Piece, at: number): [Piece, Piece] {
  if (piece.kind === 'original') {
    return [
      { ...piece, end: piece.start + at },
      { ...piece, start: piece.start + at },
    ]
  }
  return [
    { ...piece, text: piece.text.slice(0, at) },
    { ...piece, text: piece.text.slice(at) },
  ]
}

function distinct(marks: readonly Mark[]): Mark[] {
  return marks.filter((mark, index) => marks.findIndex((other) => sameMark(other, mark)) === index)
}

function sameMark(a: Mark, b: Mark): boolean {
  return a.rule === b.rule && a.reason === b.reason && a.sites.join() === b.sites.join()
}

/** Leaves out what an edit replaces by itself, so that it touches no byte more than it must. */
function trimmed(original: string, start: number, end: number, text: string): Splice {
  const old = original.slice(start, end)
  let head = 0
  while (head < old.length && head < text.length && old[head] === text[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < text.length - head && old.at(-1 - tail) === text.at(-1 - tail)) tail++
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) }
}
