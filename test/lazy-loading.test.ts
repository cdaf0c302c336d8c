import { join } from 'node:path'
import { FIXTURES, readTree } from './support/fixtures'
import { TestRepository } from './support/repository'

/** Libraries that take a second to load, as they are asked for. */
const mockLoaded: string[] = []

jest.mock('@aws-cdk/cloudformation-diff', () => {
  mockLoaded.push('cloudformation-diff')
  return jest.requireActual('@aws-cdk/cloudformation-diff')
})
jest.mock('@aws-cdk/aws-service-spec', () => {
  mockLoaded.push('aws-service-spec')
  return jest.requireActual('@aws-cdk/aws-service-spec')
})

const repository = new TestRepository(readTree(join(FIXTURES, 'demo', 'input')))
afterAll(() => repository.remove())

// in this order: what is loaded stays loaded
test('scan and synth load neither the diff library nor the resource schemas', async () => {
  expect((await repository.run(['scan', '--json'])).code).toBe(0)
  expect((await repository.run(['synth'])).code).toBe(0)
  expect(mockLoaded).toEqual([])
})

test('nor does a plan that changes no configuration', async () => {
  const kept = new TestRepository(readTree(join(FIXTURES, 'keep', 'vpc-proxy', 'input')))
  expect((await kept.run(['plan'])).code).toBe(0)
  kept.remove()
  expect(mockLoaded).toEqual([])
})

test('a plan that does loads each once', async () => {
  expect((await repository.run(['plan'])).code).toBe(2)
  expect(mockLoaded.sort()).toEqual(['aws-service-spec', 'cloudformation-diff'])
})
