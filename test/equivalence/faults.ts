import type { Service } from '../../src/load/service'
import type { Plan } from '../../src/plan/build-plan'
import { distinctKey } from '../../src/transforms/shared/names'
import { built } from './built'
import type { Scenario } from './observe'

/** The scenario for the files after a plan: a callee that became a library function fails there. */
export function afterFaults(scenario: Scenario, service: Service, plan: Plan): Scenario {
  if (!scenario.faults) return scenario
  const faults = scenario.faults.map((fault) => {
    // several functions may have one handler
    const callees = service.functions.filter(
      ({ handler }) => handler && `${built(handler.file)}#${handler.export}` === fault.place,
    )
    // a handler that is called itself fails where it did: before it takes its event apart
    const isCalled = callees.some(({ key }) => key === scenario.function)
    const place = isCalled ? undefined : callees.map(({ key }) => libraryPlace(service, key, plan)).find(Boolean)
    return place ? { ...fault, place } : fault
  })
  return { ...scenario, faults }
}

/** Where the function stands that a callee became; `undefined` where it became none of another file. */
export function libraryPlace(service: Service, functionKey: string, plan: Plan): string | undefined {
  const callee = service.functions.find(({ key: other }) => other === functionKey)
  const key = callee ? distinctKey({ service, function: callee }) : functionKey
  const plain = (name: string) => name.replace(/\W/g, '').toLowerCase()
  const found: { file: string; name: string }[] = []
  for (const { file, before, after } of plan.files) {
    if (before !== undefined || after === undefined || file.endsWith('.json')) continue
    const names = [...after.matchAll(/^(?:export (?:const|(?:async )?function)|exports\.) ?(\w+)/gm)].map(
      ([, name]) => name,
    )
    const listed = [...after.matchAll(/module\.exports = \{([^}]*)\}/g)].flatMap(
      ([, list]) => list?.match(/\w+/g) ?? [],
    )
    found.push(...[...names, ...listed].flatMap((name) => (name ? [{ file, name }] : [])))
  }
  // `mark`, and not `markItem`
  const place =
    found.find(({ name }) => [plain(key), `compute${plain(key)}`].includes(plain(name))) ??
    found.find(({ name }) => plain(name).includes(plain(key)))
  return place && `${built(place.file)}#${place.name}`
}
