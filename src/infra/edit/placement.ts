import { asObject, type ConfigObject } from '../../load/document'
import { compare } from '../../messages/diagnostic'
import { baseName } from '../../workspace/paths'
import type { Place } from './config-change'

/** Fewer keys than this may be in order by chance. */
const MIN_SORTED = 3

/** The place of a new key in a map that is kept in alphabetical order; `undefined` where the map is not. */
export function sortedPlace(map: ConfigObject, key: string): Place | undefined {
  const keys = Object.keys(map)
  const isSorted = keys.every((name, index) => index === 0 || compare(keys[index - 1] ?? '', name) < 0)
  if (keys.length < MIN_SORTED || !isSorted) return undefined
  const before = keys.findLast((name) => compare(name, key) < 0)
  return before === undefined ? 'first' : { after: before }
}

/** The last resource of a kind: a new one goes behind it. */
export function lastOfType(resources: ConfigObject, type: unknown): string | undefined {
  return Object.keys(resources).findLast((id) => asObject(resources[id]).Type === type)
}

/** Whether an included file is for any resource: by its name, or since it has resources of several services of AWS. */
export function isForAnything(file: string, resources: ConfigObject): boolean {
  if (GENERAL.test(baseName(file))) return true
  const types = Object.values(resources).map((resource) => String(asObject(resource).Type))
  const services = new Set(types.filter((type) => !ATTENDANT.test(type)).map((type) => type.split('::')[1] ?? ''))
  // `cognito.yml` with an authorizer in it is for Cognito still
  const name = baseName(file).toLowerCase()
  return services.size > 1 && ![...services].some((service) => service !== '' && name.includes(service.toLowerCase()))
}

/** What a resource of any kind comes with: its roles, who may invoke it, its log. */
const ATTENDANT = /^AWS::(?:IAM::|Logs::|Lambda::Permission$)/

const GENERAL = /^(?:resources?|infra(?:structure)?|cloud-?formation|templates?|stack|main|index)\./i
