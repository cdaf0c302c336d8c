import { posix } from 'node:path'
import { literal, type Value } from './value'

/** Stands for the folder of the workspace in paths that code computes: only differences of paths have a meaning. */
const ROOT = '/workspace'

/** A path of the workspace as `__dirname` and `process.cwd()` would have it. */
export function absolute(path: string): string {
  return path === '' ? ROOT : `${ROOT}/${path}`
}

const PATH_FUNCTIONS = new Set(['join', 'relative', 'resolve', 'basename', 'dirname', 'normalize'])

/** `path.relative(process.cwd(), __dirname)`, where all arguments are known. */
export function callPath(name: string, args: readonly Value[]): Value | undefined {
  if (!PATH_FUNCTIONS.has(name)) return undefined
  const texts = args.map((argument) => (argument.kind === 'literal' ? argument.value : undefined))
  if (!texts.every((text): text is string => typeof text === 'string')) return undefined
  const [first = '', second = ''] = texts
  switch (name) {
    case 'relative':
      return literal(posix.relative(first, second))
    case 'basename':
      return literal(posix.basename(first, texts[1]))
    case 'dirname':
      return literal(posix.dirname(first))
    case 'normalize':
      return literal(posix.normalize(first))
    default:
      return literal(name === 'join' ? posix.join(...texts) : posix.resolve(ROOT, ...texts))
  }
}
