import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InfraDiff } from '../src/infra/diff/model'
import type { Plan } from '../src/plan/build-plan'
import { infraSections } from '../src/review/infra/sections'
import { countsText } from '../src/review/infra/words'
import { MAX_COMMENT, planMarkdown } from '../src/review/markdown'
import { noColors } from '../src/review/palette'
import { redactedDiff } from '../src/review/redacted-diff'
import { planText } from '../src/review/text/plan'
import { FIXTURES, planOf, readTree, workspaceOf } from './support/fixtures'

const demo = planOf(workspaceOf(readTree(join(FIXTURES, 'demo', 'input')))).plan
const [stack] = demo.document.infra as [InfraDiff]
const titles = (diff: InfraDiff, plan: Plan) => infraSections(diff, plan.document.sites).map(({ title }) => title)

describe('the infrastructure of the demo', () => {
  test('begins with who may do more, then what is lost, then what each call causes', () => {
    expect(titles(stack, demo)).toEqual([
      'Permissions that broaden',
      'Destroyed or replaced, with the data',
      'By src/handlers/checkout.ts:7, 19, 26 (step-functions)',
      'By src/handlers/createOrder.ts:13  createOrder → validateOrder (inline)',
      'By src/handlers/createOrder.ts:35  createOrder → sendConfirmation (sqs)',
      'By several calls: src/handlers/createOrder.ts:13, 35',
      'Outputs',
    ])
  })

  test('has every row once', () => {
    const lines = infraSections(stack, demo.document.sites).flatMap((section) => section.lines.map(({ text }) => text))
    for (const row of [...stack.created, ...stack.changed, ...stack.replaced, ...stack.destroyed]) {
      expect(lines.filter((text) => text.startsWith(`${row.type} ${row.logicalId}`))).toHaveLength(
        // ids may begin like others
        [...stack.created, ...stack.changed, ...stack.destroyed].filter(
          (other) => other.type === row.type && other.logicalId.startsWith(row.logicalId),
        ).length,
      )
    }
    expect(lines.filter((text) => /^(Allow|Deny) /.test(text))).toHaveLength(stack.iam.length)
  })

  test('ends with its counts', () => {
    expect(countsText([stack])).toBe('6 to create, 6 to change, 0 to replace, 2 to destroy; permissions +6 -2')
    const text = planText(demo, noColors)
    expect(text.match(/to create, .* to destroy/g)).toHaveLength(1)
    const two = { ...demo, document: { ...demo.document, infra: [stack, { ...stack, stack: 'other-dev' }] } }
    const both = planText(two, noColors)
    expect(both).toContain('Stack other-dev (serverless.yml)')
    // each stack, and their sum
    expect(both.match(/ 6 to create/g)).toHaveLength(2)
    expect(both.match(/ 12 to create/g)).toHaveLength(1)
  })

  test('shows as the README says', () => {
    const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8')
    const example = /```text\n(FINDINGS\n[\s\S]*?)```/.exec(readme)?.[1] ?? ''
    const shown = example.split('\n').filter((line) => line.trim() !== '')
    const real = planText(demo, noColors).split('\n')
    expect(shown.length).toBeGreaterThan(30)
    let at = 0
    for (const line of shown) {
      const found = real.indexOf(line, at)
      expect({ line, isThere: found >= 0 }).toEqual({ line, isThere: true })
      at = found + 1
    }
  })
})

describe('a comment for a pull request', () => {
  test('folds diffs, escapes cells, and fits', () => {
    const comment = planMarkdown(demo)
    expect(comment).toContain('<details><summary><code>serverless.yml</code></summary>')
    expect(comment).toContain('6 to create, 6 to change, 0 to replace, 2 to destroy; permissions +6 -2')
    expect(comment).not.toContain('left out')
    const [site] = demo.document.sites
    const odd = { ...site, refusal: { code: 'x', message: 'a | b <script>\n```', file: 'f', line: 1, remedy: '' } }
    const text = planMarkdown({ ...demo, document: { ...demo.document, sites: [odd] } } as Plan)
    expect(text).toContain('a \\| b &lt;script> ```')
  })

  test('with a fence in it has a longer fence around', () => {
    const file = { file: 'a.md', before: '```\n', after: '````\n' }
    expect(planMarkdown({ ...demo, files: [file] })).toContain('`````diff')
  })

  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...(stack.created[0] as InfraDiff['created'][number]),
      logicalId: `Resource${index}`,
    }))
  const files = (count: number, size: number) =>
    Array.from({ length: count }, (_, index) => ({
      file: `src/file${index}.ts`,
      before: '',
      after: `const a = ${'x'.repeat(size)}\n`,
    }))

  test.each([
    ['many files', { ...demo, files: files(200, 1000) }],
    ['one huge file', { ...demo, files: [...demo.files, ...files(1, 100_000)] }],
    ['many resources', { ...demo, document: { ...demo.document, infra: [{ ...stack, created: rows(3000) }] } }],
    [
      'many calls',
      {
        ...demo,
        document: { ...demo.document, sites: Array.from({ length: 2000 }, () => demo.document.sites).flat() },
      },
    ],
    [
      'a lot of everything',
      {
        ...demo,
        files: files(100, 2000),
        document: {
          ...demo.document,
          notes: Array.from({ length: 900 }, (_, index) => `note ${index} ${'x'.repeat(100)}`),
          infra: [{ ...stack, created: rows(3000) }],
        },
      },
    ],
  ] satisfies [string, Plan][])('that would be too long is cut, and says so: %s', (_, plan) => {
    const comment = planMarkdown(plan)
    expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT)
    expect(comment.length).toBeGreaterThan(MAX_COMMENT / 10)
    expect(comment).toContain('**This plan is too long for one comment.**')
    // no fence and no fold is left open
    expect((comment.match(/^`{3,}/gm) ?? []).length % 2).toBe(0)
    expect(comment.match(/<details>/g)?.length).toBe(comment.match(/<\/details>/g)?.length)
    // what is there is whole: the summary, and the counts of the stack
    expect(comment).toContain('Plan: ')
    expect(comment).toContain('### Infrastructure')
  })

  test('of which only a huge file is too long keeps the other files', () => {
    const comment = planMarkdown({ ...demo, files: [...demo.files, ...files(1, 100_000)] })
    expect(comment).toContain('<code>serverless.yml</code>')
    expect(comment).toContain('Left out: the diff of src/file0.ts.')
  })
})

test('the diff of a configuration shows no literal secret to people', () => {
  const diff = [
    ' provider:',
    '     DB_PASSWORD: hunter2',
    "-    API_TOKEN: 'abc'",
    '+    API_TOKEN: ${ssm:/token}',
    '     SECRET: !Ref Secret',
    '     passwordPolicy:',
    '     TABLE: orders',
  ].join('\n')
  expect(redactedDiff('serverless.yml', diff)).toBe(
    diff.replace('hunter2', '(redacted)').replace("'abc'", '(redacted)'),
  )
  expect(redactedDiff('package.json', '+    "jsonwebtoken": "^9.0.0"')).toContain('^9.0.0')
})
