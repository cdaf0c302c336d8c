import { camelCase, pascalCase } from '../shared/names'

/** Words that a name of several begins with where it says what is done: `validateOrder`. */
const VERBS = new Set(
  (
    'add apply approve assign authorize build calculate cancel check clean collect compute confirm ' +
    'convert create decide delete determine enrich estimate evaluate execute extract fetch filter find format ' +
    'generate get handle import load lookup make merge normalize notify parse pick prepare process ' +
    'publish read receive reject remove render resolve run save search select send set sign sort ' +
    'split store transform trim update upload validate verify write'
  ).split(' '),
)

/** What a person may call the function that a callee becomes, the best first: its own name, else one that says what it does. */
export function libraryNames(key: string): string[] {
  const own = /^\d/.test(key) ? [] : [camelCase(key)]
  const rest = pascalCase(key)
  const [first = '', second] = rest.match(/[A-Z][a-z0-9]*/g) ?? []
  const isDoing = second !== undefined && VERBS.has(first.toLowerCase())
  const before = isDoing ? ['run', 'perform', 'do'] : ['compute', 'calculate', 'determine']
  return [...own, ...before.map((word) => word + rest)]
}
