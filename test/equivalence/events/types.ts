import fc from 'fast-check'
import { ts } from 'ts-morph'

/** Types deeper than this are cut short. */
const MAX_DEPTH = 5

type Declarations = ReadonlyMap<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>

/** Declared types of a set of sources, by name. */
export function declarationsOf(texts: readonly string[]): Declarations {
  const found = new Map<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>()
  for (const text of texts) {
    for (const statement of ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true).statements)
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
        found.set(statement.name.text, statement)
  }
  return found
}

/** The type that a handler declares for its event; `undefined` where it declares none. */
export function eventTypeOf(text: string, exported: string): ts.TypeNode | undefined {
  const ast = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true)
  for (const statement of ast.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === exported) return statement.parameters[0]?.type
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, type, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || name.text !== exported || !initializer) continue
      const own = ts.isFunctionLike(initializer) ? initializer.parameters[0]?.type : undefined
      // Handler<Event, Result>
      return own ?? (type && ts.isTypeReferenceNode(type) ? type.typeArguments?.[0] : undefined)
    }
  }
  return undefined
}

/** Values of a declared type; `undefined` where it cannot be told by syntax alone. */
export function valuesOf(
  type: ts.TypeNode,
  declarations: Declarations,
  leaf: Leaves,
  depth = 0,
): fc.Arbitrary<unknown> | undefined {
  const inner = (node: ts.TypeNode) => valuesOf(node, declarations, leaf, depth + 1)
  if (depth > MAX_DEPTH) return fc.constant(null)
  const plain = plainValues(type.kind, leaf)
  if (plain) return plain
  if (ts.isParenthesizedTypeNode(type)) return inner(type.type)
  if (ts.isLiteralTypeNode(type)) return fc.constant(literalValue(type.literal))
  if (ts.isArrayTypeNode(type)) return arrayOf(inner(type.elementType))
  if (ts.isUnionTypeNode(type)) {
    const members = type.types
      .filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword)
      .map((member) => inner(member))
    return members.every((member) => member !== undefined) && members.length > 0 ? fc.oneof(...members) : undefined
  }
  if (ts.isTypeLiteralNode(type)) return objectOf(type.members, inner)
  return ts.isTypeReferenceNode(type) ? valuesOfNamed(type, declarations, leaf, inner) : undefined
}

function plainValues(kind: ts.SyntaxKind, leaf: Leaves): fc.Arbitrary<unknown> | undefined {
  if (kind === ts.SyntaxKind.StringKeyword) return leaf.text
  if (kind === ts.SyntaxKind.NumberKeyword) return leaf.number
  if (kind === ts.SyntaxKind.BooleanKeyword) return fc.boolean()
  return kind === ts.SyntaxKind.AnyKeyword || kind === ts.SyntaxKind.UnknownKeyword ? leaf.any : undefined
}

/** `Order[]` as `Array<Order>`, `Record<string, Order>`, `Order`. */
function valuesOfNamed(
  type: ts.TypeReferenceNode,
  declarations: Declarations,
  leaf: Leaves,
  inner: (node: ts.TypeNode) => fc.Arbitrary<unknown> | undefined,
): fc.Arbitrary<unknown> | undefined {
  const name = type.typeName.getText()
  if (name === 'Array' || name === 'ReadonlyArray')
    return type.typeArguments?.[0] && arrayOf(inner(type.typeArguments[0]))
  if (name === 'Record' && type.typeArguments?.[1]) {
    const values = inner(type.typeArguments[1])
    return values && fc.dictionary(leaf.name, values, { maxKeys: 3, noNullPrototype: true })
  }
  const declaration = declarations.get(name)
  if (!declaration || declaration.typeParameters) return undefined
  if (ts.isTypeAliasDeclaration(declaration)) return inner(declaration.type)
  return declaration.heritageClauses ? undefined : objectOf(declaration.members, inner)
}

/** What the leaves of an event may be. */
export interface Leaves {
  readonly text: fc.Arbitrary<string>
  readonly number: fc.Arbitrary<number>
  readonly any: fc.Arbitrary<unknown>
  readonly name: fc.Arbitrary<string>
}

function arrayOf(element: fc.Arbitrary<unknown> | undefined): fc.Arbitrary<unknown> | undefined {
  return element && fc.array(element, { maxLength: 3 })
}

function objectOf(
  members: readonly ts.TypeElement[],
  inner: (node: ts.TypeNode) => fc.Arbitrary<unknown> | undefined,
): fc.Arbitrary<unknown> | undefined {
  const values: Record<string, fc.Arbitrary<unknown>> = {}
  const requiredKeys: string[] = []
  for (const member of members) {
    if (!ts.isPropertySignature(member) || !member.type) return undefined
    const value = inner(member.type)
    if (!value) return undefined
    const name = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText()
    values[name] = value
    if (!member.questionToken) requiredKeys.push(name)
  }
  return fc.record(values, { requiredKeys, noNullPrototype: true })
}

function literalValue(literal: ts.LiteralTypeNode['literal']): unknown {
  if (ts.isStringLiteral(literal)) return literal.text
  if (ts.isNumericLiteral(literal)) return Number(literal.text)
  if (literal.kind === ts.SyntaxKind.NullKeyword) return null
  return literal.kind === ts.SyntaxKind.TrueKeyword
}
