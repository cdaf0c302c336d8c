import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan } from '../src/plan/build-plan'
import { afterPlan, type Fixture, fixtures, planOf, workspaceOf, writeTree } from './support/fixtures'

/** `UPDATE_FIXTURES=1 npx jest fixtures` writes what comes out as what is expected. Read the diff before you commit it. */
const isUpdate = process.env.UPDATE_FIXTURES === '1'

const all = fixtures()

/** `FIXTURES=sqs/fifo npx jest fixtures` plans those whose names match, and no others. */
const wanted = new RegExp(process.env.FIXTURES ?? '')

test('there are fixtures, and at least half of them must not change', () => {
  const unchanged = all.filter(({ expected }) => expected === undefined)
  expect(all.length).toBeGreaterThan(20)
  if (!isUpdate) expect(unchanged.length * 2).toBeGreaterThanOrEqual(all.length)
})

describe.each(all.filter(({ name }) => wanted.test(name)))('$name', (fixture) => {
  const { plan } = planOf(workspaceOf(fixture.input), fixture.options)
  const after = afterPlan(fixture.input, plan)
  const isChanged = plan.files.length > 0
  if (isUpdate) update(fixture, plan, after)

  test('gives the expected files', () => {
    expect(after).toEqual(isUpdate && isChanged ? after : (fixture.expected ?? fixture.input))
  })

  test('gives the expected outcome of every site', () => {
    const file = join(fixture.folder, 'expected-plan.json')
    expect(summary(plan)).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })

  test('changes no byte that no edit covers', () => {
    for (const { file, before, after: text } of plan.files) {
      if (before === undefined || text === undefined) continue
      const edits = plan.document.edits.filter((edit) => edit.file === file)
      expect(keptAfter(Buffer.from(text), edits)).toEqual(keptBefore(Buffer.from(before), edits))
    }
  })

  test('tells of every change of infrastructure which call causes it', () => {
    for (const { causes, created, changed, replaced, destroyed, iam } of plan.document.infra) {
      for (const row of [...created, ...changed, ...replaced, ...destroyed, ...iam]) {
        const isKnown = row.sites.every(
          (site) => plan.document.sites[site]?.outcome === 'rewritten' && causes.some((cause) => cause.includes(site)),
        )
        expect({ row, isKnown: isKnown && row.sites.length > 0 }).toEqual({ row, isKnown: true })
      }
    }
  })

  test('plans nothing the second time', () => {
    // a rewrite that waits for another one of the same lines comes next
    const waits = plan.document.sites.some(({ refusal }) => refusal?.code === 'edit-conflict')
    const next = waits ? afterPlan(after, planOf(workspaceOf(after), fixture.options).plan) : after
    if (waits) expect(next).not.toEqual(after)
    const second = planOf(workspaceOf(next), fixture.options).plan
    expect(second.document.edits).toEqual([])
    expect(second.document.createdFiles).toEqual([])
    expect(second.document.deletedFiles).toEqual([])
  })
})

type Edits = Plan['document']['edits']

/** The bytes of the original that no edit covers. */
function keptBefore(bytes: Buffer, edits: Edits): string[] {
  const kept: string[] = []
  let at = 0
  for (const { start, end } of edits) {
    kept.push(bytes.subarray(at, start).toString())
    at = end
  }
  return [...kept, bytes.subarray(at).toString()]
}

/** The bytes of the result that no edit put there. */
function keptAfter(bytes: Buffer, edits: Edits): string[] {
  const kept: string[] = []
  let at = 0
  let shift = 0
  for (const { start, end, text } of edits) {
    kept.push(bytes.subarray(at, start + shift).toString())
    const length = Buffer.byteLength(text)
    at = start + shift + length
    shift += length - (end - start)
  }
  return [...kept, bytes.subarray(at).toString()]
}

/** What of a plan a reader of a fixture wants to know. */
function summary({ document }: Plan): unknown {
  return {
    sites: document.sites.map((site) => ({
      at: `${site.file}:${site.line}`,
      verdict: site.verdict,
      outcome: site.outcome,
      ...(site.transform && { transform: site.transform }),
      ...(site.refusal && { refusal: `${site.refusal.code}: ${site.refusal.message}` }),
      ...(site.refusal?.byHand && { byHand: site.refusal.byHand }),
      ...(site.obligations && {
        obligations: Object.fromEntries(site.obligations.map(({ code, status }) => [code, status])),
      }),
      reasons: site.reasons.map(({ code }) => code),
      ...(site.target.status === 'unresolved' && { target: site.target.code }),
    })),
    infra: document.infra.map(({ stack, created, changed, replaced, destroyed, iam, findings }) => ({
      stack,
      created: created.map(({ logicalId }) => logicalId),
      changed: changed.map(({ logicalId }) => logicalId),
      replaced: replaced.map(({ logicalId }) => logicalId),
      destroyed: destroyed.map(({ logicalId }) => logicalId),
      iam: iam.map(({ change, actions, resources }) => `${change} ${actions.join(', ')} on ${resources.join(', ')}`),
      ...(findings.length > 0 && { findings: findings.map(({ message }) => message) }),
    })),
    ...(document.diagnostics.length > 0 && {
      diagnostics: document.diagnostics.map(({ code, file, line }) =>
        [code, file, line].filter((part) => part !== undefined).join(' '),
      ),
    }),
  }
}

function update({ folder }: Fixture, plan: Plan, after: Record<string, string>): void {
  if (plan.files.length > 0) writeTree(join(folder, 'expected'), after)
  else if (existsSync(join(folder, 'expected')))
    throw new Error(`${folder}: nothing changes, but there is an "expected" folder.`)
  writeFileSync(join(folder, 'expected-plan.json'), `${JSON.stringify(summary(plan), null, 2)}\n`)
}
