import type { Cases } from '../golden'

const service = (fn: object, provider: object = {}) => ({
  service: 'svc',
  provider: { name: 'aws', runtime: 'nodejs20.x', ...provider },
  functions: { fn: { handler: 'index.handler', ...fn } },
})

/** Each option of a function. */
export const cases: Cases = {
  plain: service({}),
  description: service({ description: 'd' }),
  memorySize: service({ memorySize: 256 }),
}
