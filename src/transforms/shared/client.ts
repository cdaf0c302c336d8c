import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { alternatives, type Value } from '../../syntax/evaluate/value'
import type { SourceModule } from '../../syntax/module'
import { isAccess, requiredModule, unwrap } from '../../syntax/nodes'
import type { DeclarationRequest, ImportRequest } from '../file-change'
import { refuse } from '../transform'
import { checkRegion } from './client-region'
import {
  type ClientKind,
  constructionIn,
  instanceOf,
  isWithoutOptions,
  isWithoutOwnOptions,
  renamed,
  type TextEdit,
} from './construction'
import { type EndpointChange, endpointChange } from './endpoint'
import { existingClient, isMadeLike } from './existing-client'
import { exportedClient } from './exported-client'
import { aliasOf } from './imported-from'
import { madeElsewhere } from './made-elsewhere'
import { freshName } from './names'
import { optionTypes } from './option-types'

/** What it takes to call another service where a Lambda client was called. */
export interface ClientUse {
  /** Text that stands where the Lambda client stood. */
  readonly text: string
  readonly imports: readonly ImportRequest[]
  readonly declarations: readonly DeclarationRequest[]
  /**
   * How the other client runs offline, where the Lambda client goes to this machine then: as everywhere else, or to where a
   * plugin serves it.
   */
  readonly offline?: EndpointChange['offline']
  /** Whether it is made anew, rather than as the Lambda client is. */
  readonly isOfItsOwn?: true
}

/**
 * Finds or makes a client of another service beside the Lambda client of a call: declared in the same place, with the
 * same options and instrumentation, by the same SDK.
 * @throws Refused `client-config`
 */
export function clientFor(evaluator: Evaluator, site: InvokeSite, kind: ClientKind): ClientUse {
  const { call } = site
  const receiver = isAccess(call.expression) ? unwrap(call.expression.expression) : undefined
  if (receiver && ts.isNewExpression(receiver)) return inPlace(site, receiver, kind)
  return (receiver && besideIt(evaluator, site, receiver, kind)) ?? fresh(evaluator, site, receiver, kind)
}

/** The client beside the Lambda client, where that is a constant of this file or an export of another. */
function besideIt(
  evaluator: Evaluator,
  site: InvokeSite,
  receiver: ts.Expression,
  kind: ClientKind,
): ClientUse | undefined {
  const { module } = site
  const declaration = ts.isIdentifier(receiver) ? declarationOf(module, receiver) : undefined
  const construction = declaration && constructionIn(declaration)
  if (declaration && construction && ts.isIdentifier(declaration.name)) {
    const endpoint = endpointFor(site, construction, kind)
    const known = existingClient(evaluator, site, kind, (other) => isMadeLike(module, other, declaration))
    return known === undefined
      ? declared(site, declaration, declaration.name, construction, kind, endpoint)
      : reused(known)
  }
  const exported = exportedClient(evaluator, site, receiver, kind)
  return exported && { text: exported.name, imports: [exported], declarations: [] }
}

/**
 * A client that is made anew, or that the file has: for a Lambda client out of a function, a class or another file, which says
 * nothing but where the service is.
 */
function fresh(
  evaluator: Evaluator,
  site: InvokeSite,
  receiver: ts.Expression | undefined,
  kind: ClientKind,
): ClientUse {
  const made = receiver && madeElsewhere(evaluator, site.module, receiver)
  for (const region of made?.regions ?? []) checkRegion(site, region, 'client-config')
  const isLocal = made?.isLocalEndpoint === true && made.options.includes('endpoint')
  const foreign = made?.options.find((option) => option !== 'endpoint' || !isLocal)
  if (made?.isReturned && foreign !== undefined)
    refuse(site, 'client-config', `The Lambda client comes out of a function, with "${foreign}".`)
  const isUnknown = receiver && !made && !isOfThePlace(evaluator.evaluate(site.module, receiver))
  if (foreign !== undefined || isUnknown)
    refuse(site, 'client-config', 'The Lambda client comes from elsewhere, with options of its own.')
  if (isLocal) return { ...ofItsOwn(site, kind), offline: 'elsewhere' }
  const known = existingClient(evaluator, site, kind, (_, value) => isWithoutOptions(value))
  return known === undefined || made?.isReturned ? ofItsOwn(site, kind) : reused(known)
}

/** Whether no client that a value may be has an option which another client of the place would lack. */
function isOfThePlace(value: Value): boolean {
  return alternatives(value).every((one) => one.kind !== 'instance' || isWithoutOwnOptions(one))
}

/**
 * The same where the Lambda client is that of a helper function, which may stand in another file.
 * @param call The call of the SDK.
 * @throws Refused `client-config`
 */
export function clientBeside(evaluator: Evaluator, site: InvokeSite, call: InvokeSite, kind: ClientKind): ClientUse {
  if (site.module === call.module) {
    const client = clientFor(evaluator, call, kind)
    // who calls this tells of no endpoint that is lost; one of a function has always gone
    if (client.offline && !client.isOfItsOwn)
      refuse(site, 'client-config', 'The Lambda client has an endpoint of its own.')
    return client
  }
  const receiver = isAccess(call.call.expression) ? unwrap(call.call.expression.expression) : undefined
  const lambda = receiver && instanceOf(evaluator.evaluate(call.module, receiver))
  if (!lambda || !isWithoutOptions(lambda))
    refuse(site, 'client-config', 'The Lambda client of the helper function has options of its own.')
  return ofItsOwn({ ...call, module: site.module }, kind)
}

function reused(name: string): ClientUse {
  return { text: name, imports: [], declarations: [] }
}

/** @throws Refused `client-config` */
function endpointFor(site: InvokeSite, construction: ts.NewExpression, kind: ClientKind): EndpointChange {
  const change = endpointChange(site, construction, kind)
  return change ?? refuse(site, 'client-config', 'The Lambda client has an endpoint of its own.')
}

/** `new AWS.Lambda().invoke(…)`: the other client stands in the same place. */
function inPlace(site: InvokeSite, construction: ts.NewExpression, kind: ClientKind): ClientUse {
  const { edits, offline } = endpointFor(site, construction, kind)
  const text = renamed(site.module, construction, [classEdit(site, construction, kind), ...edits])
  return { text, ...imports(site, construction, kind), declarations: [], ...(offline && { offline }) }
}

/** `const lambda = new LambdaClient({ … })`: the same declaration of the other client. */
function declared(
  site: InvokeSite,
  declaration: ts.VariableDeclaration,
  oldName: ts.Identifier,
  construction: ts.NewExpression,
  kind: ClientKind,
  { edits, offline }: EndpointChange,
): ClientUse {
  const { module } = site
  const name = freshName(module, ...namesLike(oldName.text, kind))
  const statement = isSingle(declaration) ? declaration.parent.parent : declaration
  const text = renamed(module, statement, [
    { start: oldName.getStart(module.ast), end: oldName.end, text: name },
    ...typeEdits(module, declaration, kind),
    classEdit(site, construction, kind),
    ...edits,
  ])
  const whole = isSingle(declaration) ? text.replace(/^export\s+/, '') : `const ${text}`
  return {
    text: name,
    ...imports(site, construction, kind),
    declarations: [
      { name, text: withoutSemicolon(whole), like: declaration, instead: optionTypes(site, construction, kind) },
    ],
    ...(offline && { offline }),
  }
}

/** A client at the top of the file, for a Lambda client that comes from elsewhere. */
function ofItsOwn({ module, sdk, style }: InvokeSite, kind: ClientKind): ClientUse {
  const name = freshName(module, kind.variable, `${kind.variable}Client`)
  const newClass = sdk === 'v3' && style === 'send' ? kind.v3 : kind.v2
  return {
    text: name,
    imports: [{ specifier: sdk === 'v3' ? kind.package : 'aws-sdk', name: newClass, isType: false }],
    declarations: [{ name, text: `const ${name} = new ${newClass}(${sdk === 'v3' ? '{}' : ''})` }],
    isOfItsOwn: true,
  }
}

function declarationOf(module: SourceModule, name: ts.Identifier): ts.VariableDeclaration | undefined {
  const binding = module.bindings.of(name)
  const [declaration] = binding?.declarations ?? []
  return binding?.writes.length === 0 && declaration && ts.isVariableDeclaration(declaration) ? declaration : undefined
}

function isSingle(declaration: ts.VariableDeclaration): boolean {
  return ts.isVariableDeclarationList(declaration.parent) && declaration.parent.declarations.length === 1
}

/** The class in `new X(…)`: its last name is exchanged, so that `AWS.Lambda` becomes `AWS.SQS`. */
function classEdit(site: InvokeSite, construction: ts.NewExpression, kind: ClientKind): TextEdit {
  const callee = unwrap(construction.expression)
  const node = ts.isPropertyAccessExpression(callee) ? callee.name : callee
  const name = className(site, node, kind)
  const text = node === callee ? (aliasOf(site.module, packageOf(site, kind), name) ?? name) : name
  return { start: node.getStart(site.module.ast), end: node.end, text }
}

function className(site: InvokeSite, node: ts.Node, kind: ClientKind): string {
  return site.sdk === 'v3' && /Client$/.test(node.getText()) ? kind.v3 : kind.v2
}

/** `const lambda: LambdaClient = …`. */
function typeEdits(module: SourceModule, declaration: ts.VariableDeclaration, kind: ClientKind): TextEdit[] {
  const { type } = declaration
  if (!type || !ts.isTypeReferenceNode(type)) return []
  const node = ts.isQualifiedName(type.typeName) ? type.typeName.right : type.typeName
  const name = /Client$/.test(node.text) ? kind.v3 : kind.v2
  const text = node === type.typeName ? (aliasOf(module, kind.package, name) ?? name) : name
  return [{ start: node.getStart(module.ast), end: node.end, text }]
}

/** Imports that the new class needs, beside the import of the old one. */
function imports(site: InvokeSite, construction: ts.NewExpression, kind: ClientKind): { imports: ImportRequest[] } {
  const callee = unwrap(construction.expression)
  // `AWS.Lambda`: the namespace has the new class too
  if (!ts.isIdentifier(callee)) return { imports: [] }
  const [like] = site.module.bindings.of(callee)?.declarations ?? []
  if (like && importedModule(like) === 'aws-sdk/clients/lambda')
    return { imports: [{ specifier: kind.v2Module, name: kind.v2, isType: false, isWhole: true, like }] }
  const specifier = packageOf(site, kind)
  const name = className(site, callee, kind)
  return { imports: aliasOf(site.module, specifier, name) ? [] : [{ specifier, name, isType: false, like }] }
}

function packageOf({ sdk }: InvokeSite, kind: ClientKind): string {
  return sdk === 'v3' ? kind.package : 'aws-sdk'
}

/** The module that a name stands for as a whole. */
function importedModule(declaration: ts.Node): string | undefined {
  if (ts.isVariableDeclaration(declaration))
    return ts.isIdentifier(declaration.name) && declaration.initializer
      ? requiredModule(unwrap(declaration.initializer))
      : undefined
  const statement = ts.isNamespaceImport(declaration) ? declaration.parent.parent : declaration.parent
  const isWhole = ts.isNamespaceImport(declaration) || ts.isImportClause(declaration)
  const specifier = isWhole && ts.isImportDeclaration(statement) ? statement.moduleSpecifier : undefined
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined
}

/** `lambda` → `sqs`, `lambdaClient` → `sqsClient`. */
function namesLike(name: string, { variable }: ClientKind): string[] {
  const exchanged = name.replace(/lambda/i, (match) =>
    /^[A-Z]/.test(match) ? variable.charAt(0).toUpperCase() + variable.slice(1) : variable,
  )
  return [exchanged === name ? variable : exchanged, variable, `${variable}Client`]
}

function withoutSemicolon(text: string): string {
  return text.replace(/;$/, '')
}
