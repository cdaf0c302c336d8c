import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { yamlDocument } from '../src/load/yaml-document'
import { faultOf, operationsOn, removalsOn } from './support/config-edits'

const DOCUMENTS = join(__dirname, 'documents')

/** What cannot be edited exactly, because others share it or it has no place yet: everything else must be. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'anchors.yml': [
    'an environment variable of the provider: provider.environment.ZZ_DAY',
    'a variable that goes: provider.environment.A',
    'a variable that goes: functions.a.environment.A',
  ],
  'keys-without-colons.yml': ['a statement: provider.iam.role.statements', 'an event: functions.a.events'],
  'merge-keys.yml': [
    'a variable that goes: functions.a.environment.Z',
    'a variable that goes: provider.environment.A',
    'a resource that goes: resources.Resources.T',
  ],
}

/** One small configuration for each thing that makes YAML hard to edit. */
describe.each(readdirSync(DOCUMENTS))('%s', (file) => {
  const text = readFileSync(join(DOCUMENTS, file), 'utf8')
  const { value } = yamlDocument(file, text)
  const operations = [...operationsOn(value), ...removalsOn(value)].map((operation) => ({
    ...operation,
    title: `${operation.name}: ${operation.change.path.join('.')}`,
  }))

  test.each(operations)('$title', (operation) => {
    const fault = faultOf(file, text, value, operation)
    const isRefused = REFUSED[file]?.includes(operation.title) === true
    expect(fault).toEqual(isRefused ? expect.stringMatching(/^refused: /) : undefined)
  })
})
