/** Words that are no names, in one kind of file or another. */
const KEYWORDS =
  'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
  'function if implements import in instanceof interface let new null package private protected public return static ' +
  'super switch this throw true try typeof var void while with yield'

/** Names that mean something in every file, or that the written code itself uses. */
const MEANT =
  'arguments eval undefined NaN Infinity async of require module exports process globalThis ' +
  'event context record records'

const RESERVED = new Set(`${KEYWORDS} ${MEANT}`.split(' '))

/** Whether a word cannot be the name of something new. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word)
}

/** Whether a word cannot be the name of a parameter. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.split(' ').includes(word) || word === 'arguments' || word === 'eval'
}
