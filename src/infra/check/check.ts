import { asObject } from '../../load/document'
import { compare } from '../../messages/diagnostic'
import type { Finding } from '../diff/model'
import type { Template } from '../template'
import { referencesOf, resourceReferences } from './references'

/** Limit of CloudFormation. */
const MAX_RESOURCES = 500

/** What is wrong with the template after and was not with the one before. */
export function newFindings(before: Template, after: Template): Finding[] {
  const known = new Set(check(before).map(keyOf))
  const edges = new Set(edgesOf(before))
  return [
    ...check(after).filter((finding) => !known.has(keyOf(finding))),
    // a circle is new where one of its references is
    ...circles(after)
      .filter((circle) => circle.some((id, index) => !edges.has(edge(id, circle[(index + 1) % circle.length] ?? id))))
      .map(
        (circle): Finding => ({ code: 'circular-reference', logicalId: circle[0] ?? '', message: circleText(circle) }),
      ),
  ]
}

function keyOf({ code, logicalId, message }: Finding): string {
  // a stack that is too large already is split by a plugin: one more resource is no new fault
  return code === 'too-many-resources' ? code : [code, logicalId, message].join('\0')
}

/** Faults of single resources that packaging does not see and a deployment fails on. */
function check(template: Template): Finding[] {
  return [...danglingReferences(template), ...tooManyResources(template)]
}

function tooManyResources(template: Template): Finding[] {
  const count = Object.keys(template.Resources).length
  if (count <= MAX_RESOURCES) return []
  const message = `The template has ${count} resources; CloudFormation takes ${MAX_RESOURCES}.`
  return [{ code: 'too-many-resources', message, logicalId: '' }]
}

function danglingReferences(template: Template): Finding[] {
  const known = new Set([...Object.keys(template.Resources), ...Object.keys(asObject(template.Parameters))])
  const inOutputs = Object.entries(template.Outputs).map(([id, output]) => [id, referencesOf(output)] as const)
  const inResources = Object.entries(template.Resources).map(
    ([id, resource]) => [id, resourceReferences(resource)] as const,
  )
  return [...inResources, ...inOutputs].flatMap(([logicalId, references]) =>
    [...references]
      .filter((name) => !known.has(name) && !name.startsWith('AWS::') && /^[0-9A-Za-z]+$/.test(name))
      .map(
        (name): Finding => ({
          code: 'dangling-reference',
          logicalId,
          message: `${logicalId} refers to ${name}, which does not exist.`,
        }),
      ),
  )
}

function edge(from: string, to: string): string {
  return `${from} → ${to}`
}

function edgesOf(template: Template): string[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) =>
    [...resourceReferences(resource)].map((target) => edge(id, target)),
  )
}

function circleText(circle: readonly string[]): string {
  return `Circular reference: ${[...circle, circle[0]].join(' → ')}.`
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
