import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { unwrap } from '../../syntax/nodes'

/** Known ways between text and bytes. A helper of the repository that happens to be called "encode" is none. */

/** `Buffer.from`. */
export function isBufferFrom(callee: ts.Expression): boolean {
  return callee.getText() === 'Buffer.from'
}

/** `new TextEncoder().encode`, `encoder.encode` of a constant that holds one; the same for decoders. */
export function isTextCodec(module: SourceModule, callee: ts.Expression, method: 'encode' | 'decode'): boolean {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== method) return false
  const className = method === 'encode' ? 'TextEncoder' : 'TextDecoder'
  const target = unwrap(callee.expression)
  const value = ts.isIdentifier(target) ? initializerOf(module, target) : target
  if (!value || !ts.isNewExpression(value) || value.expression.getText() !== className) return false
  const [encoding] = value.arguments ?? []
  return isUtf8(encoding)
}

/** `fromUtf8`, `toUtf8` of the SDK's own packages. */
export function isSdkUtf8(
  module: SourceModule,
  callee: ts.Expression,
  name: 'fromUtf8' | 'toUtf8' | 'fromString',
): boolean {
  const node = unwrap(callee)
  if (name === 'fromString') return node.getText() === 'Uint8ArrayBlobAdapter.fromString'
  if (!ts.isIdentifier(node)) return false
  const [declaration] = module.bindings.of(node)?.declarations ?? []
  if (!declaration || !ts.isImportSpecifier(declaration)) return false
  const { moduleSpecifier } = declaration.parent.parent.parent
  return (declaration.propertyName ?? declaration.name).text === name && /util-utf8/.test(moduleSpecifier.getText())
}

export function isUtf8(encoding: ts.Expression | undefined): boolean {
  if (!encoding) return true
  const inner = unwrap(encoding)
  return ts.isStringLiteralLike(inner) && /^utf-?8$/i.test(inner.text)
}

function initializerOf(module: SourceModule, name: ts.Identifier): ts.Expression | undefined {
  const binding = module.bindings.of(name)
  const [declaration] = binding?.declarations ?? []
  const isConstant = binding?.writes.length === 0 && declaration && ts.isVariableDeclaration(declaration)
  return isConstant && declaration.initializer ? unwrap(declaration.initializer) : undefined
}
