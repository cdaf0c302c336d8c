import { compare } from '../../messages/diagnostic'
import type { Template } from '../template'
import type { Fault } from './fault'
import { resourceReferences } from './references'

/** Circles of the template after that were not there before: a circle is new where one of its references is. */
export function newCircles(before: Template, after: Template): Fault[] {
  const edges = new Set(edgesOf(before))
  return circles(after).flatMap((circle): Fault[] => {
    const next = (index: number) => circle[(index + 1) % circle.length] ?? ''
    const index = circle.findIndex((id, at) => !edges.has(edge(id, next(at))))
    if (index < 0) return []
    // told from the new reference on
    const turned = [...circle.slice(index), ...circle.slice(0, index)]
    const [logicalId = '', mention = logicalId] = turned
    const message = `Circular reference: ${[...turned, logicalId].join(' → ')}.`
    return [{ code: 'circular-reference', logicalId, message, mention }]
  })
}

function edge(from: string, to: string): string {
  return `${from} → ${to}`
}

function edgesOf(template: Template): string[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) =>
    [...resourceReferences(resource)].map((target) => edge(id, target)),
  )
}

/** Circles of resources that wait for each other: for every resource that is in one, the shortest through it, each told once. */
function circles(template: Template): string[][] {
  const targets = new Map<string, string[]>()
  for (const [id, resource] of Object.entries(template.Resources)) {
    targets.set(id, [...resourceReferences(resource)].filter((name) => name in template.Resources).sort(compare))
  }
  const found = new Map<string, string[]>()
  for (const id of [...targets.keys()].sort(compare)) {
    const circle = shortestCircle(id, targets)
    if (circle) found.set([...circle].sort(compare).join(), circle)
  }
  return [...found.values()]
}

/** Breadth-first search from a resource back to itself. */
function shortestCircle(start: string, targets: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const target of targets.get(id) ?? []) {
      if (target === start) {
        const circle = [id]
        while (circle[0] !== start) circle.unshift(cameFrom.get(circle[0] ?? start) ?? start)
        return circle
      }
      if (cameFrom.has(target)) continue
      cameFrom.set(target, id)
      queue.push(target)
    }
  }
  return undefined
}
