import { type Symbol as MorphSymbol, SyntaxKind, type Type, type ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName } from '../syntax/nodes'
import type { SourceProgram } from '../syntax/program'
import { baseName } from '../workspace/paths'
import { textOf, type Workspace } from '../workspace/workspace'
import type { JsonType, JsonTypes } from './json-shape'
import { TypedFiles } from './typed-files'

/** How deep types are looked into before the answer is "unknown". */
const MAX_DEPTH = 6

/** Declared types, over the few files that a question needs; see `TypedFiles`. */
export class TypeOracle implements JsonTypes {
  private files: TypedFiles | undefined

  constructor(
    private readonly workspace: Workspace,
    private readonly program: SourceProgram,
  ) {}

  typeOf(module: SourceModule, node: ts.Expression): JsonType | undefined {
    const type = this.declaredType(module, node)
    const kind = type && kindOfType(type, 0)
    const maybeUndefined =
      !this.isStrict() || !!type?.isUndefined() || !!type?.getUnionTypes().some((member) => member.isUndefined())
    return kind && { kind, maybeUndefined, hasNumbers: hasNumbers(type, 0) }
  }

  isObject(module: SourceModule, node: ts.Expression): boolean {
    const type = this.isStrict() ? this.declaredType(module, node) : undefined
    return !!type && (type.isUnion() ? type.getUnionTypes() : [type]).every(isJsonObject)
  }

  isText(module: SourceModule, node: ts.Expression): boolean {
    const type = this.declaredType(module, node)
    const members = type?.isUnion() ? type.getUnionTypes() : type ? [type] : []
    const texts = members.filter(
      (member) => member.isString() || member.isStringLiteral() || member.isTemplateLiteral(),
    )
    return texts.length > 0 && members.every((member) => texts.includes(member) || isNothing(member))
  }

  isOwnField(module: SourceModule, access: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
    const type = this.declaredType(module, access.expression)
    const name = accessedName(access)
    const members = type?.isUnion() ? type.getUnionTypes() : type ? [type] : []
    return name !== undefined && members.length > 0 && members.every((member) => isField(member.getProperty(name)))
  }

  private declaredType(module: SourceModule, node: ts.Expression): Type | undefined {
    this.files ??= new TypedFiles(this.program, this.isStrict())
    return this.files.find(module, node)?.getType()
  }

  /** Without strict null checks a type says nothing about `null`: the repository's own setting counts. */
  private isStrict(): boolean {
    const configs = this.workspace.files.filter((file) => /^tsconfig(\.base)?\.json$/.test(baseName(file)))
    return configs.some((file) => /"(strict|strictNullChecks)"\s*:\s*true/.test(textOf(this.workspace, file) ?? ''))
  }
}

/** Not what has a form of its own in JSON: a list, a function, a box of a primitive, something with a `toJSON`. */
function isJsonObject(type: Type): boolean {
  if (!type.isObject() || type.isArray() || type.isTuple() || type.isReadonlyArray()) return false
  if (type.getCallSignatures().length > 0 || type.getProperty('toJSON')) return false
  if (type.getProperties().length === 0 && !type.getStringIndexType()) return false
  return !/^(String|Number|Boolean|Symbol|BigInt|Object)$/.test(type.getSymbol()?.getName() ?? '')
}

function isNothing(type: Type): boolean {
  return type.isUndefined() || type.isNull()
}

/** Declared as a property, and not as something that a class has for all. */
function isField(property: MorphSymbol | undefined): boolean {
  const declarations = property?.getDeclarations() ?? []
  return (
    declarations.length > 0 &&
    declarations.every((declaration) =>
      [
        SyntaxKind.PropertySignature,
        SyntaxKind.PropertyDeclaration,
        SyntaxKind.PropertyAssignment,
        SyntaxKind.ShorthandPropertyAssignment,
      ].includes(declaration.getKind()),
    )
  )
}

function kindOfType(type: Type, depth: number): 'primitive' | 'json' | undefined {
  if (depth > MAX_DEPTH || type.isAny() || type.isUnknown() || type.isNever()) return undefined
  if (type.isUnion()) {
    const kinds = type.getUnionTypes().map((member) => kindOfType(member, depth))
    if (kinds.some((kind) => kind === undefined)) return undefined
    return kinds.every((kind) => kind === 'primitive') ? 'primitive' : 'json'
  }
  const isPrimitive =
    type.isString() ||
    type.isNumber() ||
    type.isBoolean() ||
    type.isLiteral() ||
    type.isNull() ||
    type.isUndefined() ||
    type.isTemplateLiteral()
  if (isPrimitive) return 'primitive'
  if (type.isArray()) return kindOfType(type.getArrayElementTypeOrThrow(), depth + 1) ? 'json' : undefined
  if (type.isTuple())
    return type.getTupleElements().every((element) => kindOfType(element, depth + 1)) ? 'json' : undefined
  if (!type.isObject() || type.isClass() || type.getCallSignatures().length > 0) return undefined
  const declared = type.getProperties()
  // a built-in object such as Date has methods
  const areJson = declared.every((property) => {
    const [declaration] = property.getDeclarations()
    return declaration !== undefined && kindOfType(property.getTypeAtLocation(declaration), depth + 1) !== undefined
  })
  return areJson && (declared.length > 0 || type.getStringIndexType() !== undefined) ? 'json' : undefined
}

/** Whether a type that JSON knows is, or holds, a number that is not fixed: it may be `NaN`. */
function hasNumbers(type: Type, depth: number): boolean {
  if (depth > MAX_DEPTH || type.isNumber()) return true
  if (type.isUnion()) return type.getUnionTypes().some((member) => hasNumbers(member, depth))
  if (type.isArray()) return hasNumbers(type.getArrayElementTypeOrThrow(), depth + 1)
  if (type.isTuple()) return type.getTupleElements().some((element) => hasNumbers(element, depth + 1))
  if (!type.isObject()) return false
  const index = type.getStringIndexType()
  return (
    (index !== undefined && hasNumbers(index, depth + 1)) ||
    type.getProperties().some((property) => {
      const [declaration] = property.getDeclarations()
      return declaration === undefined || hasNumbers(property.getTypeAtLocation(declaration), depth + 1)
    })
  )
}
