import { ts } from 'ts-morph'
import { propertyName } from '../syntax/nodes'
import { isPrimitiveLiteral } from './fresh-literals'

/** Whether what is done by one name of a pattern is not seen by another: each has a part of its own. */
export function hasOwnNames(pattern: ts.BindingName): boolean {
  if (ts.isIdentifier(pattern)) return true
  const names = pattern.elements.map((element) => {
    if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) return undefined
    const isOwn = !element.initializer || isPrimitiveLiteral(element.initializer)
    return isOwn && ts.isObjectBindingPattern(pattern) ? propertyName(element.propertyName ?? element.name) : undefined
  })
  return names.every((name) => name !== undefined) && new Set(names).size === names.length
}
