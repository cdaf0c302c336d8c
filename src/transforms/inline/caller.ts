import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { isInert } from '../../syntax/inert'
import { ownLines, wholeLines } from '../../syntax/lines'
import { enclosingStatement, isAccess, propertyOf, propertyValue, rewrap, unwrap } from '../../syntax/nodes'
import type { FileChange, SourceEdit } from '../file-change'
import type { Answer } from '../shared/answer'
import type { Payload } from '../shared/payload'
import { specifierFor } from '../shared/specifier'
import { refuse } from '../transform'
import type { EventProperty } from './parameters'

/** How a call of the library function is written at one site. */
export interface CallText {
  readonly name: string
  readonly isAsync: boolean
  /** Arguments, as text. */
  readonly args: readonly string[]
  /** What is done to the result. */
  readonly result: 'as-is' | 'clone' | 'clone-or-null' | 'null-for-undefined'
  /** File of the library; `undefined` where the function stands in the same file. */
  readonly library: string | undefined
}

/** The payload's values for the parameters, in order; `undefined` where the payload is no object literal with all of them. */
export function argumentsFor(payload: Payload, properties: readonly EventProperty[]): ts.Expression[] | undefined {
  if (payload.kind === 'none') return properties.length === 0 ? [] : undefined
  if (payload.kind !== 'json') return properties.length === 0 ? [] : undefined
  const literal = unwrap(payload.value)
  if (!ts.isObjectLiteralExpression(literal)) return undefined
  if (!literal.properties.every((p) => ts.isPropertyAssignment(p) || ts.isShorthandPropertyAssignment(p)))
    return undefined
  const values = properties.map(({ name }) => propertyOf(literal, name))
  if (values.some((value) => value === undefined)) return undefined
  // what is not passed is not evaluated any more: it must not matter
  const others = literal.properties.filter(
    (p): p is ts.PropertyAssignment => ts.isPropertyAssignment(p) && !values.includes(p),
  )
  if (!others.every((property) => isInert(property.initializer))) return undefined
  return values.flatMap((value) => (value ? [propertyValue(value)] : []))
}

/** The caller's half: the call, and the decoding of its answer, become a call of the function. */
export function rewriteCaller(site: InvokeSite, answer: Answer, call: CallText): FileChange {
  const { module } = site
  const like =
    site.command && ts.isIdentifier(site.command.expression)
      ? module.bindings.of(site.command.expression)?.declarations[0]
      : undefined
  return {
    module,
    edits: edits(site, answer, call),
    imports:
      call.library === undefined
        ? []
        : [{ specifier: specifierFor(module, call.library), name: call.name, isType: false, like }],
    declarations: [],
  }
}

function edits(site: InvokeSite, { parse, response }: Answer, call: CallText): SourceEdit[] {
  const { module } = site
  const reason = `The callee is called as the function "${call.name}".`
  const text = callText(parse, call)
  const whole: SourceEdit = { start: parse.getStart(module.ast), end: parse.end, text, reason }
  if (!response) return [whole]
  const statement = enclosingStatement(parse)
  if (statement && statement.parent === response.parent && isNext(response, statement)) {
    // what a comment above says of the call holds for the new one
    return [{ ...ownLines(module, response), text: '', reason }, whole]
  }
  // something stands between call and decoding: the call stays where it is
  const declaration = rewrap(parse as ts.Expression).parent
  const list = declaration.parent
  const isWhole =
    ts.isVariableDeclaration(declaration) && ts.isVariableDeclarationList(list) && list.declarations.length === 1
  if (!isWhole || statement?.parent !== response.parent)
    refuse(site, 'response-form', 'The answer is decoded far from the call.')
  const moved =
    module.text.slice(list.getStart(module.ast), parse.getStart(module.ast)) +
    text +
    module.text.slice(parse.end, list.end)
  return [
    { start: response.declarationList.getStart(module.ast), end: response.declarationList.end, text: moved, reason },
    { ...wholeLines(module, list.parent), text: '', reason },
  ]
}

function isNext(first: ts.Statement, second: ts.Statement): boolean {
  const { parent } = first
  if (!('statements' in parent)) return false
  const statements = parent.statements as ts.NodeArray<ts.Statement>
  return statements.indexOf(second) === statements.indexOf(first) + 1
}

function callText(parse: ts.Expression, call: CallText): string {
  const plain = `${call.name}(${call.args.join(', ')})`
  const awaited = call.isAsync ? `await ${plain}` : plain
  const isTarget = isAccess(parse.parent) && parse.parent.expression === parse
  if (call.result === 'clone') return `JSON.parse(JSON.stringify(${awaited}))`
  if (call.result === 'clone-or-null') return `JSON.parse(JSON.stringify(${awaited} ?? null))`
  if (call.result === 'null-for-undefined') return isTarget ? `(${awaited} ?? null)` : `${awaited} ?? null`
  return call.isAsync && isTarget ? `(${awaited})` : awaited
}
