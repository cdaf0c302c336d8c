import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { isInert } from '../../syntax/inert'
import { contains, enclosingStatement, unwrap } from '../../syntax/nodes'
import type { Payload } from '../shared/payload'

/**
 * A payload that is held by a constant, `const payload = JSON.stringify(value)`, as the value that it was made of, where
 * nothing can have changed that meanwhile and nothing else needs the constant.
 */
export function withValue(site: InvokeSite, payload: Payload): Payload {
  if (payload.kind !== 'text') return payload
  const { bindings } = site.module
  const name = unwrap(payload.expression)
  const binding = ts.isIdentifier(name) ? bindings.of(name) : undefined
  const [declaration] = binding?.declarations ?? []
  if (!binding || binding.references.length > 1 || !declaration || !ts.isVariableDeclaration(declaration))
    return payload
  const made = declaration.initializer && unwrap(declaration.initializer)
  const [value, ...others] = made && ts.isCallExpression(made) ? made.arguments : []
  const isRepeated = value !== undefined && isInert(value) && isUnchangedUntil(site, declaration)
  if (!made || !ts.isCallExpression(made) || !value || others.length > 0 || !isRepeated) return payload
  const isEncoded = ts.isCallExpression(name.parent)
  return { kind: 'json', value, stringify: made, isEncoded }
}

/** Whether only constants are made between a declaration and the call, in one block. */
function isUnchangedUntil(site: InvokeSite, declaration: ts.VariableDeclaration): boolean {
  const statement = declaration.parent.parent
  const block = statement.parent
  if (!ts.isVariableStatement(statement) || !('statements' in block)) return false
  const statements = [...(block.statements as ts.NodeArray<ts.Statement>)]
  const last = statements.findIndex((one) => contains(one, site.call))
  const first = statements.indexOf(statement)
  if (last < 0 || enclosingStatement(site.call) !== statements[last]) return false
  return statements
    .slice(first + 1, last)
    .every(
      (one) =>
        ts.isVariableStatement(one) &&
        one.declarationList.declarations.every(({ initializer }) => !initializer || isInert(initializer)),
    )
}
