import type { Service } from '../../src/load/service'
import { analyze } from '../../src/plan/analyze'
import { workspaceOf } from './fixtures'

/** The only service of some files. */
export function onlyService(files: Readonly<Record<string, string>>): Service {
  const [service] = analyze(workspaceOf(files)).services
  if (!service) throw new Error('There is no service.')
  return service
}

/** A service given as an object. */
export function serviceOf(configuration: unknown): Service {
  return onlyService({ 'serverless.json': JSON.stringify(configuration) })
}
