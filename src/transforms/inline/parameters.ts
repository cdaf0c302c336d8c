import { ts } from 'ts-morph'
import { isGivenValue } from '../../analysis/mutations'
import type { SourceModule } from '../../syntax/module'
import { accessedName, type FunctionNode, propertyName, walk } from '../../syntax/nodes'
import { isKeyword } from '../shared/reserved'
import { eventType, type WrittenType } from './event-type'

/** How the library function takes what the handler took as its event. */
export type ParameterShape =
  /** `(order, customer)`: the properties of the event, which is used for nothing else. */
  | { readonly kind: 'properties'; readonly properties: readonly EventProperty[] }
  /** `(event)`. */
  | { readonly kind: 'event' }

export interface EventProperty {
  readonly name: string
  /** Name of the parameter. */
  readonly local: string
  /** Declared type, where the event's type tells it. */
  readonly type: WrittenType | undefined
  /** Default value, as written. */
  readonly initializer: string | undefined
  readonly initializerNode: ts.Expression | undefined
  /** Uses in the body, to be replaced by the parameter's name. */
  readonly uses: readonly ts.Node[]
}

/** More parameters than this read better as one object. */
const MAX_PARAMETERS = 3

/** Finds the shape that reads best: properties where the event is only taken apart, else the event. */
export function parameterShape(module: SourceModule, node: FunctionNode): ParameterShape {
  const [parameter] = node.parameters
  if (!parameter) return { kind: 'properties', properties: [] }
  const type = eventType(module, node)
  const properties = ts.isObjectBindingPattern(parameter.name)
    ? destructured(module, parameter, parameter.name, type)
    : ts.isIdentifier(parameter.name)
      ? accessed(module, parameter, parameter.name, node, type)
      : undefined
  return properties && properties.length <= MAX_PARAMETERS ? { kind: 'properties', properties } : { kind: 'event' }
}

function destructured(
  module: SourceModule,
  parameter: ts.ParameterDeclaration,
  pattern: ts.ObjectBindingPattern,
  type: WrittenType | undefined,
): EventProperty[] | undefined {
  if (parameter.initializer) return undefined
  const properties: EventProperty[] = []
  for (const element of pattern.elements) {
    const name = propertyName(element.propertyName ?? (element.name as ts.Identifier))
    if (element.dotDotDotToken || name === undefined || !ts.isIdentifier(element.name)) return undefined
    const initializer = element.initializer?.getText(module.ast)
    properties.push({
      name,
      local: element.name.text,
      type: memberType(module, type, name),
      initializer,
      initializerNode: element.initializer,
      uses: [],
    })
  }
  return isTypeKnown(type, properties) ? properties : undefined
}

/** `event.order` everywhere, and `event` nowhere else. */
function accessed(
  module: SourceModule,
  parameter: ts.ParameterDeclaration,
  name: ts.Identifier,
  node: FunctionNode,
  type: WrittenType | undefined,
): EventProperty[] | undefined {
  const uses = new Map<string, ts.Node[]>()
  const binding = module.bindings.of(name)
  if (!binding || binding.writes.length > 0 || parameter.initializer) return undefined
  for (const reference of binding.references) {
    const access = reference.parent
    const key =
      ts.isPropertyAccessExpression(access) && access.expression === reference ? accessedName(access) : undefined
    if (key === undefined || !/^[A-Za-z_$][\w$]*$/.test(key)) return undefined
    // a property may be given a value, or go; a parameter that is given one reads as if nothing came of it
    if (isGivenValue(access)) return undefined
    uses.set(key, [...(uses.get(key) ?? []), access])
  }
  const isFree = [...uses.keys()].every((key) => !isNameUsed(module, node, key))
  if (!isFree) return undefined
  const properties = [...uses].map(
    ([key, nodes]): EventProperty => ({
      name: key,
      local: key,
      type: memberType(module, type, key),
      initializer: undefined,
      initializerNode: undefined,
      uses: nodes,
    }),
  )
  return isTypeKnown(type, properties) ? properties : undefined
}

/** Whether a name means something of its own inside a function (a property of that name is something else). */
function isNameUsed(module: SourceModule, node: FunctionNode, name: string): boolean {
  const isGlobal = module.bindings.isTaken(name) && !module.bindings.all.some((binding) => binding.name === name)
  let used = isKeyword(name) || isGlobal
  walk(node, (child) => {
    if (ts.isIdentifier(child) && child.text === name && module.bindings.of(child)) used = true
  })
  return used
}

function isTypeKnown(type: WrittenType | undefined, properties: readonly EventProperty[]): boolean {
  return !type || properties.every((property) => property.type !== undefined)
}

/** Type of a property of the event, as written: from a type literal, an interface or an alias of the file, or by index. */
function memberType(module: SourceModule, type: WrittenType | undefined, name: string): WrittenType | undefined {
  if (!type) return undefined
  const members = type.node && membersOf(module, type.node)
  if (members) {
    const member = members.find(
      (candidate) => candidate.name && propertyName(candidate.name as ts.PropertyName) === name,
    )
    if (!member || !ts.isPropertySignature(member) || !member.type) return undefined
    const text = member.type.getText(module.ast)
    return { text: member.questionToken ? `${text} | undefined` : text, node: member.type, roots: [member.type] }
  }
  if (type.text === 'any') return { ...type, roots: [] }
  const isNamed = !type.node || ts.isTypeReferenceNode(type.node)
  return isNamed ? { text: `${type.text}['${name}']`, node: undefined, roots: type.roots } : undefined
}

function membersOf(module: SourceModule, type: ts.TypeNode): readonly ts.TypeElement[] | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName) || type.typeArguments) return undefined
  const [declaration, ...more] = module.bindings.of(type.typeName)?.declarations ?? []
  if (!declaration || more.length > 0) return undefined
  if (ts.isInterfaceDeclaration(declaration)) return declaration.heritageClauses ? undefined : declaration.members
  return ts.isTypeAliasDeclaration(declaration) && ts.isTypeLiteralNode(declaration.type)
    ? declaration.type.members
    : undefined
}
