import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import type { FunctionNode } from '../../syntax/nodes'

/** Whether a handler looks at its event at all. */
export function readsEvent(module: SourceModule, { parameters: [event] }: FunctionNode): boolean {
  if (!event) return false
  if (!ts.isIdentifier(event.name) || event.dotDotDotToken) return true
  const { references = [], writes = [] } = module.bindings.of(event.name) ?? {}
  return references.length + writes.length > 0
}
