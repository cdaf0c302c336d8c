import { join } from 'node:path'
import type { PlanDocument } from '../src/plan/document'
import { FIXTURES, readTree } from './support/fixtures'
import { TestRepository } from './support/repository'

/** The validator takes seconds to load: here stands one that dislikes queues. `npm run test:oracle` has the real one. */
const mockState = { isInstalled: true, open: 0 }

jest.mock('@aws/cloudformation-validate', () => ({
  get RegoEngine() {
    if (!mockState.isInstalled) throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' })
    return class {
      constructor() {
        mockState.open++
      }

      validateStandard(file: { readBytes(): Uint8Array }) {
        const { Resources } = JSON.parse(Buffer.from(file.readBytes()).toString()) as {
          Resources: Record<string, { Type: string }>
        }
        const diagnostics = Object.entries(Resources)
          .filter(([, { Type }]) => Type === 'AWS::SQS::Queue' || Type === 'AWS::S3::Bucket')
          .map(([logicalId]) => ({
            ruleId: 'E0001',
            severity: 'ERROR',
            message: `is not one of [${Object.keys(Resources).join()}]`,
            entity: { logicalId },
            propertyPath: 'Properties.VisibilityTimeout',
          }))
        return { diagnostics }
      }

      free() {
        mockState.open--
      }
    }
  },
}))

const repository = new TestRepository(readTree(join(FIXTURES, 'demo', 'input')))
afterAll(() => repository.remove())
afterEach(() => {
  mockState.isInstalled = true
})

test('--validate tells the new errors of the validator, at their lines, and ends with 1', async () => {
  const { code, out } = await repository.run(['plan', '--validate', '--json'])
  expect(code).toBe(1)
  const { infra } = JSON.parse(out) as PlanDocument
  // the bucket was there before, though the list of names was another
  expect(infra[0]?.findings).toEqual([
    expect.objectContaining({ code: 'validator', logicalId: 'SendConfirmationQueue', file: 'serverless.yml' }),
    expect.objectContaining({ code: 'validator', logicalId: 'SendConfirmationDLQ', file: 'serverless.yml' }),
  ])
  expect(infra[0]?.findings[0]?.message).toBe('SendConfirmationQueue: is not one of […] (rule E0001)')
  expect(mockState.open).toBe(0)
})

test('without --validate it is not asked', async () => {
  const { code, out } = await repository.run(['plan'])
  expect(code).toBe(2)
  expect(out).not.toContain('Findings')
})

test('says what to install where it is not', async () => {
  mockState.isInstalled = false
  const { code, err } = await repository.run(['plan', '--validate'])
  expect(code).toBe(1)
  expect(err).toContain('error [validator-missing]')
  expect(err).toContain('npm install --save-dev @aws/cloudformation-validate')
})
