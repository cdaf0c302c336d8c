import { ts } from 'ts-morph'
import { compilerSettings, nearestSettings } from '../src/plan/type-check/compiler-settings'
import { TypeChecker } from '../src/plan/type-check/type-checker'
import { newFaults, typeFault } from '../src/plan/type-check/type-faults'
import { workspacePaths } from '../src/plan/type-check/workspace-paths'
import { importIndex } from '../src/syntax/import-index'
import { sourceProgram } from '../src/syntax/program'
import { memoryWorkspace, overlay } from '../src/workspace/overlay'

/** What the compiler is asked of a repository that a plan would change, file by file. */

type Files = Readonly<Record<string, string>>

/** What is found in files that get another text, as `file code owedTo`. */
function foundIn(before: Files, changed: Readonly<Record<string, string | null>>): string[] {
  const workspace = memoryWorkspace(before)
  const program = sourceProgram(workspace)
  const checker = new TypeChecker(workspace, program, importIndex(workspace, program))
  const after = overlay(workspace, new Map(Object.entries(changed)))
  return checker
    .newFaults(workspace, after, Object.keys(changed))
    .map(({ file, code, owedTo }) => `${file} ${code} ${owedTo}`)
}

const PRICE = 'export const price = (amount: number): number => amount * 2\n'
const QUOTE = `import { price } from './price'\nexport const quote = (): number => price(1)\n`

test('code that compiles before and after has no fault', () => {
  expect(foundIn({ 'src/price.ts': PRICE }, { 'src/price.ts': PRICE.replace('* 2', '* 3') })).toEqual([])
})

test('an error that a change brings is found where it stands', () => {
  expect(foundIn({ 'src/price.ts': PRICE }, { 'src/price.ts': PRICE.replace('amount * 2', `'2'`) })).toEqual([
    'src/price.ts 2322 src/price.ts',
  ])
})

test('an error that was there is none of the change, and a second one of its kind is', () => {
  const wrong = `const a: number = 'a'\n`
  expect(foundIn({ 'src/a.ts': wrong }, { 'src/a.ts': `${wrong}export const b = 1\n` })).toEqual([])
  expect(foundIn({ 'src/a.ts': wrong }, { 'src/a.ts': `${wrong}const b: number = 'b'\n` })).toEqual([
    'src/a.ts 2322 src/a.ts',
  ])
})

test('an error in a file that imports what has another type is owed to that', () => {
  const files = { 'src/price.ts': PRICE, 'src/quote.ts': QUOTE }
  const text = 'export const price = (amount: number): string => String(amount)\n'
  expect(foundIn(files, { 'src/price.ts': text })).toEqual(['src/quote.ts 2322 src/price.ts'])
})

test('the importer of an importer is looked at where the type comes through', () => {
  const files = {
    'src/price.ts': 'export const price = () => 1\n',
    'src/quote.ts': `import { price } from './price'\nexport const quote = () => price()\n`,
    'src/report.ts': `import { quote } from './quote'\nexport const total: number = quote()\n`,
  }
  expect(foundIn(files, { 'src/price.ts': `export const price = () => 'one'\n` })).toEqual([
    'src/report.ts 2322 src/price.ts',
  ])
})

test('a file that is new, and one that goes, are asked about as well', () => {
  const files = { 'src/price.ts': PRICE, 'src/quote.ts': QUOTE }
  expect(foundIn(files, { 'src/lib/tax.ts': 'export const tax: number = true\n' })).toEqual([
    'src/lib/tax.ts 2322 src/lib/tax.ts',
  ])
  expect(foundIn(files, { 'src/price.ts': null })).toEqual(['src/quote.ts 2307 src/price.ts'])
})

test('an error that moves along with its code is none of the change', () => {
  const wrong = `export const label = (n: number) => {\n  const text: string = n\n  return text\n}\n`
  const before = { 'src/price.ts': wrong, 'src/a.ts': '' }
  expect(foundIn(before, { 'src/price.ts': null, 'src/lib/price.ts': wrong })).toEqual([])
  // from the settings of one folder to those of another
  const settings = { 'tsconfig.json': '{}', 'src/lib/tsconfig.json': '{}' }
  expect(foundIn({ ...before, ...settings }, { 'src/price.ts': null, 'src/lib/price.ts': wrong })).toEqual([])
  expect(
    foundIn(before, { 'src/price.ts': null, 'src/lib/price.ts': `${wrong}${wrong.replace('label', 'other')}` }),
  ).toEqual(['src/lib/price.ts 2322 src/lib/price.ts'])
})

test('packages that are not installed are anything, as is the client of Lambda', () => {
  const text = `import { x } from 'somewhere'\nimport { InvokeCommand } from '@aws-sdk/client-lambda'\n`
  const files = { 'src/a.ts': `${text}export const y: number = x.y\n` }
  const after = `${text}export const y: string = x.z\nexport const z = new InvokeCommand()\n`
  expect(foundIn(files, { 'src/a.ts': after })).toEqual([])
})

test('clients of messages that are not installed are known by what is written of them', () => {
  const send = (id: string) =>
    `import { SendMessageCommand } from '@aws-sdk/client-sqs'
export const make = (id: ${id}) => new SendMessageCommand({ QueueUrl: process.env.URL, MessageBody: '', MessageGroupId: id })
`
  expect(foundIn({ 'src/a.ts': '' }, { 'src/a.ts': send('string') })).toEqual([])
  expect(foundIn({ 'src/a.ts': '' }, { 'src/a.ts': send('number') })).toHaveLength(1)
})

test('the newest target has a library', () => {
  const settings = { 'tsconfig.json': '{ "compilerOptions": { "target": "esnext" } }' }
  const after = { 'src/a.ts': 'export const a: Partial<{ b: number }> = {}\n' }
  expect(foundIn({ ...settings, 'src/a.ts': '' }, after)).toEqual([])
})

test('the nearest settings decide, with what they extend', () => {
  const lax = 'export const f = (a) => a\n'
  const at = (config: string | undefined, base = '{}') => ({
    'base.json': base,
    'src/a.ts': '',
    ...(config === undefined ? {} : { 'src/tsconfig.json': config }),
  })
  const change = { 'src/a.ts': lax }
  expect(foundIn(at(undefined), change)).toEqual(['src/a.ts 7006 src/a.ts'])
  expect(foundIn(at('{ "compilerOptions": { "strict": false } }'), change)).toEqual([])
  expect(foundIn(at('{ "extends": "../base.json" }', '{ "compilerOptions": { "strict": false } }'), change)).toEqual([])
})

describe('settings', () => {
  const settingsOf = (files: Files, config: string | undefined) => {
    const workspace = memoryWorkspace(files)
    return compilerSettings(workspace, workspacePaths(workspace), config)
  }

  test('without a tsconfig.json the compiler is strict', () => {
    expect(settingsOf({}, undefined).options).toMatchObject({ strict: true, target: ts.ScriptTarget.ES2022 })
  })

  test('a TypeScript before 6 is lax where its settings do not say', () => {
    const files = (version: string) => ({
      'tsconfig.json': '{}',
      'package.json': JSON.stringify({ devDependencies: { typescript: version } }),
    })
    expect(settingsOf(files('^5.4.0'), 'tsconfig.json').options.strict).toBe(false)
    expect(settingsOf(files('^6.0.0'), 'tsconfig.json').options.strict).toBe(true)
  })

  test('a project of others makes declarations', () => {
    const files = { 'tsconfig.json': '{ "compilerOptions": { "composite": true } }' }
    expect(settingsOf(files, 'tsconfig.json').isDeclared).toBe(true)
    expect(settingsOf({ 'tsconfig.json': '{}' }, 'tsconfig.json').isDeclared).toBe(false)
  })

  test('the nearest tsconfig.json is that of a file', () => {
    const workspace = memoryWorkspace({ 'tsconfig.json': '{}', 'a/tsconfig.json': '{}', 'a/b/c.ts': '', 'd/e.ts': '' })
    expect(nearestSettings(workspace, 'a/b/c.ts')).toBe('a/tsconfig.json')
    expect(nearestSettings(workspace, 'd/e.ts')).toBe('tsconfig.json')
    expect(nearestSettings(memoryWorkspace({ 'd/e.ts': '' }), 'd/e.ts')).toBeUndefined()
  })
})

describe('what is more in one list of faults than in another', () => {
  const fault = (code: number, messageText: string, file = 'a.ts') =>
    typeFault(file, file, {
      code,
      messageText,
      category: ts.DiagnosticCategory.Error,
      file: undefined,
      start: undefined,
      length: undefined,
    })

  test('the same error is counted, not only seen', () => {
    const one = fault(2322, 'no number')
    expect(newFaults([one, one], [one])).toHaveLength(1)
    expect(newFaults([one], [one, one])).toEqual([])
  })

  test('what is missing has one cause, however often it is told', () => {
    const one = fault(2307, `Cannot find module 'x'`)
    expect(newFaults([one, one, one], [one])).toEqual([])
  })

  test('code that has moved names a path from another folder', () => {
    const before = fault(2345, `Type '../lib/order' is not assignable`)
    const after = fault(2345, `Type './order' is not assignable`, 'lib/b.ts')
    expect(newFaults([after], [before])).toEqual([])
    expect(newFaults([fault(2345, `Type './item' is not assignable`)], [before])).toHaveLength(1)
  })

  test('a parameter without a type is the same by any name', () => {
    const before = fault(7006, `Parameter 'event' implicitly has an 'any' type.`)
    expect(newFaults([fault(7031, `Binding element 'id' implicitly has an 'any' type.`)], [before])).toEqual([])
    expect(newFaults([before], [])).toHaveLength(1)
  })
})
