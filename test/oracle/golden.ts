import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Template } from '../../src/infra/template'
import { normalized } from './normalize'

/** Configurations by name; the first is what the others are compared with. */
export type Cases = Readonly<Record<string, unknown>>

/** What the template of a case has that the first one of its group has not, and the other way around. */
interface Delta {
  readonly set: Readonly<Record<string, unknown>>
  readonly gone: readonly string[]
}

interface Group {
  readonly madeBy: string
  readonly first: unknown
  readonly others: Readonly<Record<string, Delta>>
}

const CASES = join(__dirname, 'cases')
const GOLDEN = join(__dirname, '..', 'golden')

/** Groups of cases: the modules in `cases`. */
export function groups(): string[] {
  return readdirSync(CASES)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
}

export function casesOf(group: string): Cases {
  return (require(join(CASES, `${group}.ts`)) as { cases: Cases }).cases
}

/** Templates by case, as they are committed: normalized. */
export function readGolden(group: string): Record<string, unknown> {
  const file = fileOf(group)
  if (!existsSync(file)) return {}
  const { first, others } = JSON.parse(readFileSync(file, 'utf8')) as Group
  const [firstName = ''] = Object.keys(casesOf(group))
  const templates: Record<string, unknown> = { [firstName]: first }
  for (const [name, delta] of Object.entries(others)) templates[name] = withDelta(first, delta)
  return templates
}

export function writeGolden(group: string, madeBy: string, templates: ReadonlyMap<string, Template>): void {
  const [first, ...others] = [...templates].map(([name, template]) => [name, normalized(template)] as const)
  const content: Group = {
    madeBy,
    first: first?.[1],
    others: Object.fromEntries(others.map(([name, template]) => [name, deltaOf(first?.[1], template)])),
  }
  writeFileSync(fileOf(group), `${JSON.stringify(content, null, 1)}\n`)
}

function fileOf(group: string): string {
  return join(GOLDEN, `${group}.golden.json`)
}

/** Entries of sections, as `Resources.ALambdaFunction`. */
function entriesOf(template: unknown): Map<string, unknown> {
  return new Map(
    Object.entries(template as object).flatMap(([section, content]) =>
      typeof content === 'object' && !Array.isArray(content)
        ? Object.entries(content as object).map(([id, value]) => [`${section}.${id}`, value] as const)
        : [[section, content] as const],
    ),
  )
}

function deltaOf(first: unknown, template: unknown): Delta {
  const [before, after] = [entriesOf(first), entriesOf(template)]
  return {
    set: Object.fromEntries(
      [...after].filter(([id, value]) => JSON.stringify(before.get(id)) !== JSON.stringify(value)),
    ),
    gone: [...before.keys()].filter((id) => !after.has(id)),
  }
}

function withDelta(first: unknown, { set, gone }: Delta): unknown {
  const entries = entriesOf(first)
  for (const id of gone) entries.delete(id)
  for (const [id, value] of Object.entries(set)) entries.set(id, value)
  const result: Record<string, unknown> = {}
  for (const [path, value] of entries) {
    const dot = path.indexOf('.')
    if (dot < 0) result[path] = value
    else result[path.slice(0, dot)] = { ...(result[path.slice(0, dot)] as object), [path.slice(dot + 1)]: value }
  }
  return normalized(result)
}
