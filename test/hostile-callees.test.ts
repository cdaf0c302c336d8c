import { readFileSync } from 'node:fs'
import path from 'node:path'
import { analyze } from '../src/plan/analyze'
import { memoryWorkspace } from '../src/workspace/overlay'

/**
 * Callees that hide what they do: each of `relocatable/hostile-*.txt` is refused, but for those that say `fine`, and those
 * that change no more than their event, so many levels of it (`event 2`).
 */
const SERVICE = `service: shop
provider: { name: aws, runtime: nodejs20.x }
functions:
  callee: { handler: src/callee.handler }
`

interface Case {
  readonly name: string
  readonly marks: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

/** `=== name [mark]`, then the callee's file, and others after `--- file`. */
function casesIn(name: string): Case[] {
  const text = readFileSync(path.join(__dirname, 'relocatable', name), 'utf8')
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [head = '', ...lines] = part.split('\n')
      const marks = [...head.matchAll(/\[([^\]]+)\]/g)].map((match) => match[1] ?? '')
      const files: Record<string, string> = {}
      let file = marks.includes('ts') ? 'src/callee.ts' : 'src/callee.js'
      for (const line of lines) {
        const other = /^--- (\S+)$/.exec(line)?.[1]
        if (other) file = other
        else files[file] = `${files[file] ?? ''}${line}\n`
      }
      return { name: head, marks, files }
    })
}

function foundIn({ files }: Case): string {
  const { services, relocatable } = analyze(memoryWorkspace({ 'serverless.yml': SERVICE, ...files }))
  const [service] = services
  const [callee] = service?.functions ?? []
  if (!service || !callee) throw new Error('There is no callee.')
  const { isRelocatable, changesEvent, handler } = relocatable({ service, function: callee })
  if (!handler) return 'no handler'
  if (!isRelocatable) return 'refused'
  return changesEvent === 0 ? 'fine' : `event ${changesEvent}`
}

const cases = ['hostile-code.txt', 'hostile-values.txt', 'hostile-loads.txt', 'hostile-runtime.txt'].flatMap(casesIn)

test.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
  const expected = one.marks.find((mark) => mark !== 'ts') ?? 'refused'
  expect(foundIn(one)).toBe(expected)
})
