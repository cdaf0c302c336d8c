import type { Service } from '../../src/load/service'
import type { Plan } from '../../src/plan/build-plan'
import type { Scenario } from './compare'
import { built } from './transpile'

/** The scenario for the files after a plan: a callee that became a library function fails there. */
export function afterFaults(scenario: Scenario, service: Service, plan: Plan): Scenario {
  if (!scenario.faults) return scenario
  const faults = scenario.faults.map((fault) => {
    const callee = service.functions.find(
      ({ handler }) => handler && `${built(handler.file)}#${handler.export}` === fault.place,
    )
    const place = callee && libraryPlace(callee.key, plan)
    return place ? { ...fault, place } : fault
  })
  return { ...scenario, faults }
}

/** Where the function stands that a callee became; `undefined` where it became none of another file. */
export function libraryPlace(key: string, plan: Plan): string | undefined {
  const plain = (name: string) => name.replace(/\W/g, '').toLowerCase()
  for (const { file, before, after } of plan.files) {
    if (before !== undefined || after === undefined || file.endsWith('.json')) continue
    const names = [...after.matchAll(/^(?:export (?:const|(?:async )?function)|exports\.) ?(\w+)/gm)].map(
      ([, name]) => name,
    )
    const listed = [...after.matchAll(/module\.exports = \{([^}]*)\}/g)].flatMap(
      ([, list]) => list?.match(/\w+/g) ?? [],
    )
    const name = [...names, ...listed].find((candidate) => candidate && plain(candidate).includes(plain(key)))
    if (name) return `${built(file)}#${name}`
  }
  return undefined
}
