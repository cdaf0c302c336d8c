import { join } from 'node:path'
import type { InfraDiff } from '../src/infra/diff/model'
import { planFormats } from '../src/review/formats'
import { stateDiagrams } from '../src/review/state-diagram'
import { FIXTURES, planOf, readTree, workspaceOf } from './support/fixtures'

/** The forms of a plan that machines and browsers read. */

const TAGGED = "// <script>alert('&')</script>\n"

function render(format: 'html' | 'sarif', fixture: readonly string[], before: Record<string, string> = {}): string {
  const files = readTree(join(FIXTURES, ...fixture, 'input'))
  for (const [file, text] of Object.entries(before)) files[file] = text + files[file]
  return planFormats[format](planOf(workspaceOf(files)).plan)
}

describe('SARIF', () => {
  test('has a note for what is rewritten, with its place', () => {
    const log = JSON.parse(render('sarif', ['demo']))
    expect(log.version).toBe('2.1.0')
    const [run] = log.runs
    const note = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'rewrite/inline')
    expect(note.level).toBe('note')
    expect(note.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'src/handlers/createOrder.ts' },
      region: { startLine: 13, startColumn: expect.any(Number) },
    })
  })

  test('has a warning with its remedy for a refusal, and a rule for each code', () => {
    const [run] = JSON.parse(render('sarif', ['sqs', 'not-with-on-error'])).runs
    const refused = run.results.filter(({ level }: { level: string }) => level === 'warning')
    expect(refused.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('keeps-async-settings')
    const rules = run.tool.driver.rules.map(({ id }: { id: string }) => id)
    expect(new Set(rules)).toEqual(new Set(run.results.map(({ ruleId }: { ruleId: string }) => ruleId)))
  })

  test('tells what to do about what a chain is refused for', () => {
    const [run] = JSON.parse(render('sarif', ['step-functions', 'not-with-many-obstacles'])).runs
    const texts: string[] = run.results.map(({ message }: { message: { text: string } }) => message.text)
    const told = texts.filter((text) => text.includes('share this code'))
    expect(told).toHaveLength(1)
    for (const remedy of ['Let each function have its own call.', 'Rewrite the named lines'])
      expect(told[0]).toContain(remedy)
  })

  test('encodes paths as URIs', () => {
    const files = readTree(join(FIXTURES, 'sqs', 'not-with-on-error', 'input'))
    const moved = Object.fromEntries(Object.entries(files).map(([file, text]) => [`my shop/${file}`, text]))
    const log = planFormats.sarif(planOf(workspaceOf(moved)).plan)
    expect(log).toContain('"uri": "my%20shop/')
  })
})

describe('the picture of a state machine', () => {
  const [inRow, inParallel, tried] = ['three-in-a-row', 'in-parallel', 'retries-of-some-errors'].map((fixture) => {
    const { document } = planOf(workspaceOf(readTree(join(FIXTURES, 'step-functions', fixture, 'input')))).plan
    return document.infra.flatMap(stateDiagrams).map(({ mermaid }) => mermaid)
  })

  test('goes from state to state, with what leads there', () => {
    expect(inRow).toEqual([
      `stateDiagram-v2
  [*] --> Reserve
  Reserve --> CheckReserved
  CheckReserved --> Return409: yes
  CheckReserved --> Charge: no
  Return409 --> [*]
  Charge --> Ship
  Charge --> Return402: error
  Ship --> Return200
  Return200 --> [*]
  Return402 --> [*]
`,
    ])
  })

  test('has branches in the state that they belong to', () => {
    expect(inParallel?.join()).toContain(`  state InParallel {
    [*] --> Reserve
    Reserve --> [*]
    --
    [*] --> Charge
    Charge --> [*]
  }
`)
  })

  test('leads back to a state that is tried again, and not for what never is', () => {
    expect(tried?.join()).toMatch(/ {2}(\w+) --> \1: tried again up to \d+ times? \([\w., ]+\)\n/)
    expect(tried?.join()).not.toContain('up to 0')
  })

  test('gives another id to a state whose name is a word of Mermaid', () => {
    const machine = { type: 'AWS::StepFunctions::StateMachine', logicalId: 'M' }
    const leaves = { StartAt: 'Note', 'States.Note.Type': 'Succeed' }
    const properties = Object.entries(leaves).map(([path, after]) => ({ path: `Definition.${path}`, after }))
    const [diagram] = stateDiagrams({ created: [{ ...machine, properties }] } as unknown as InfraDiff)
    expect(diagram?.mermaid).toContain('  state "Note" as Note_\n  [*] --> Note_\n  Note_ --> [*]\n')
  })

  test('stands in the comment and on the page', () => {
    const { plan } = planOf(workspaceOf(readTree(join(FIXTURES, 'step-functions', 'three-in-a-row', 'input'))))
    expect(planFormats.markdown(plan)).toContain(`\`\`\`mermaid\n${inRow?.[0]}\`\`\``)
    expect(planFormats.html(plan)).toContain('<pre class="mermaid">\nstateDiagram-v2\n  [*] --&gt; Reserve\n')
  })
})

describe('HTML', () => {
  const page = render('html', ['demo'], { 'src/handlers/createOrder.ts': TAGGED })

  test('shows calls, infrastructure and code', () => {
    expect(page).toContain('<code>src/handlers/createOrder.ts:14</code>')
    expect(page).toMatch(/<h2>Infrastructure<\/h2>\n<pre>.*Stack /)
    expect(page).toMatch(/<span class="add">\+.*<\/span>/)
  })

  test('takes nothing of the repository for markup', () => {
    expect(page).not.toContain('<script>')
    expect(page).toContain('&lt;script&gt;')
  })

  test('closes what it opens', () => {
    const open: string[] = []
    for (const [, closing, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
      if (closing) expect(open.pop()).toBe(name)
      else if (name !== 'meta' && name !== 'br') open.push(name)
    }
    expect(open).toEqual([])
  })
})
