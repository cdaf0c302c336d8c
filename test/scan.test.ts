import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyze, defaultAdviseOptions, defaultLoadOptions } from '../src/plan/analyze'
import type { ScanDocument, SiteEntry, TargetEntry } from '../src/plan/document'
import { scanDocument } from '../src/plan/scan-document'
import { memoryWorkspace } from '../src/workspace/overlay'
import { fixtureFolders, readTree, SCAN_FIXTURES } from './support/fixtures'

/** `UPDATE_FIXTURES=1 npx jest scan` writes what is found as what is expected. Read the diff before you commit it. */
const isUpdate = process.env.UPDATE_FIXTURES === '1'

/** What `options.json` of a case may say. */
interface CaseOptions {
  readonly stage?: string
  readonly params?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly overrides?: readonly string[]
}

const cases = fixtureFolders(SCAN_FIXTURES).map((folder) => ({
  name: folder.slice(SCAN_FIXTURES.length + 1),
  file: join(folder, 'expected-sites.txt'),
  found: linesOf(scanOf(readTree(join(folder, 'input')), optionsOf(folder))),
}))

test.each(cases)('$name', ({ file, found }) => {
  if (isUpdate) writeFileSync(file, found)
  expect(found).toBe(readFileSync(file, 'utf8'))
})

function optionsOf(folder: string): CaseOptions {
  const file = join(folder, 'options.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

function scanOf(files: Readonly<Record<string, string>>, options: CaseOptions): ScanDocument {
  const load = {
    ...defaultLoadOptions,
    stage: options.stage,
    params: new Map(Object.entries(options.params ?? {})),
    env: new Map(Object.entries(options.env ?? {})),
  }
  const advise = { ...defaultAdviseOptions, overrides: options.overrides ?? [] }
  return scanDocument(analyze(memoryWorkspace(files), load, advise))
}

/** One line a site and a diagnostic, to be read in a review. */
function linesOf({ sites, diagnostics }: ScanDocument): string {
  const found = sites.map((site) => {
    const what = `${site.kind} ${site.sdk} ${site.invocation}, response ${site.response}${site.test ? ', test' : ''}`
    const why = site.reasons.map(({ code }) => code).join(', ')
    return `${site.file}:${site.line}  ${what}\n    ${callersOf(site)} -> ${targetOf(site.target)}\n    ${site.verdict}: ${why}\n`
  })
  const problems = diagnostics.map(
    ({ severity, code, file, line }) => `${severity} ${code}${file === undefined ? '' : ` ${file}:${line ?? ''}`}\n`,
  )
  return [...found, ...problems].join('') || 'nothing\n'
}

function callersOf({ callers }: SiteEntry): string {
  return callers.map((caller) => `${caller.service}/${caller.function}`).join(', ') || '(nobody)'
}

function targetOf(target: TargetEntry): string {
  switch (target.status) {
    case 'resolved':
      return `${target.service}/${target.function}`
    case 'candidates':
      return target.functions.map((ref) => `${ref.service}/${ref.function}`).join(' | ')
    case 'external':
      return `external ${target.name}`
    case 'unresolved':
      return `unresolved ${target.code}`
  }
}
