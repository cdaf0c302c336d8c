import { ts } from 'ts-morph'
import { assignmentOf } from '../../../syntax/evaluate/assignments'
import type { SourceModule } from '../../../syntax/module'
import { accessedName, enclosing, isAccess, walk } from '../../../syntax/nodes'

/** What a request goes through: who exchanges one of them, or adds to it, changes what is sent. */
const OWN = new Set(['invoke', 'invokeAsync', 'send', 'makeRequest'])
const ADDED_TO = new Set(['customizeRequests', 'middlewareStack'])

/**
 * Where a client is changed after it is made, in the file that makes it or in the one that calls it: `client.invoke = …`,
 * `client.middlewareStack.add(…)`.
 * @param made The construction of the client, or a name of it.
 */
export function changeOfClient(module: SourceModule, made: ts.Node): string | undefined {
  const declaration = ts.isIdentifier(made) ? undefined : enclosing(made, ts.isVariableDeclaration)
  const name = declaration ? declaration.name : made
  if (ts.isIdentifier(name))
    return module.bindings
      .of(name)
      ?.references.map(changeAt)
      .find((text) => text !== undefined)
  // a field, by its last name
  const field = isAccess(made) ? accessedName(made) : undefined
  let found: string | undefined
  if (field !== undefined)
    walk(module.ast, (node) => {
      if (isAccess(node) && accessedName(node) === field) found ??= changeAt(node)
    })
  return found
}

function changeAt(client: ts.Expression): string | undefined {
  const access = client.parent
  if (!isAccess(access) || access.expression !== client) return undefined
  const name = accessedName(access) ?? ''
  const isExchanged = OWN.has(name) && assignmentOf(access.parent)?.target === access
  return isExchanged || ADDED_TO.has(name) ? access.getText() : undefined
}
