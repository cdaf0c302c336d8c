import { isDeepStrictEqual } from 'node:util'
import { asObject, isObject } from '../../load/document'
import type { Service } from '../../load/service'
import { canonical } from '../diff/canonical'
import type { Template } from '../template'
import type { Fault } from './fault'
import { literalText } from './literal'

/** Outputs of a stack that go or change while another service of the repository reads them. */
export function exportsInUse(before: Template, after: Template, service: Service, others: readonly Service[]): Fault[] {
  return Object.entries(asObject(before.Outputs)).flatMap(([logicalId, output]) => {
    const { Value, Export } = asObject(output)
    const now = asObject(asObject(after.Outputs)[logicalId])
    const isGone = now.Value === undefined
    const isSame = isDeepStrictEqual(canonical([Value, Export]), canonical([now.Value, now.Export]))
    if (isSame) return []
    const name = literalText(asObject(Export).Name, service)
    return others.flatMap((other): Fault[] => {
      const isImported = name !== undefined && importsOf(other).includes(name)
      // a value that is read when the other service is packaged may change, but not go
      const isRead = isGone && readsOutput(other, `${service.name}-${service.stage}`, logicalId)
      if (!isImported && !isRead) return []
      const what = isImported
        ? `imports it as "${name}"`
        : `reads it as \${cf:${service.name}-${service.stage}.${logicalId}}`
      const verb = isGone ? 'goes' : 'changes'
      return [
        {
          code: 'export-in-use',
          logicalId,
          ...(isGone && { isOfBefore: true as const }),
          message: `The output ${logicalId} ${verb}, and the service ${other.name} (${other.config}) ${what}.`,
        },
      ]
    })
  })
}

/** Names that a service imports from other stacks. */
function importsOf(service: Service): string[] {
  const found: string[] = []
  walk(service.data, (key, value) => {
    const name = key === 'Fn::ImportValue' ? literalText(value, service) : undefined
    if (name !== undefined) found.push(name)
  })
  return found
}

/** Whether a service has a variable `${cf:stack.output}`, with or without a region. */
function readsOutput(service: Service, stack: string, output: string): boolean {
  let isFound = false
  walk(service.data, (_, value) => {
    if (typeof value !== 'string') return
    for (const [, reference = ''] of value.matchAll(/\$\{cf(?:\([^)]*\)|\.[\w-]+)?:([^,}]+)/g)) {
      isFound ||= reference.trim() === `${stack}.${output}`
    }
  })
  return isFound
}

function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (!isObject(value) && !Array.isArray(value)) return
  for (const [key, item] of Object.entries(value)) {
    visit(key, item)
    walk(item, visit)
  }
}
