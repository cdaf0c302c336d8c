import { ts } from 'ts-morph'
import { callsOfFunction } from '../../../analysis/calls-of-function'
import { parameter } from '../../../scan/params'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import type { Value } from '../../../syntax/evaluate/value'
import { wholeLines } from '../../../syntax/lines'
import type { SourceModule } from '../../../syntax/module'
import { contains, isAccess, unwrap } from '../../../syntax/nodes'
import { isTypeScript } from '../../../syntax/source-file'
import { sourceStyle } from '../../../syntax/style'
import type { FileChange, SourceEdit } from '../../file-change'
import type { Helper, Obligation, TransformContext } from '../../transform'
import { readParams } from '../call-params'
import { constructionIn } from '../construction'
import { rewriteSend } from '../send'
import { cloned, redirected } from './clone'
import { deadConstants, droppedParameters } from './dropped'
import type { Calls, HelperKind } from './helper-kind'
import { helperRenaming } from './helper-name'
import { answerEdits } from './inner-answer'
import { idNames, listed, type MessageIds, readBy } from './message-ids'
import { argumentFor, type NameParameter, nameParameter, refuseWrapper } from './name-flow'
import { sdkCallOf } from './sdk-call'
import { type CallShape, callEdits, nameEdits } from './twin'
import { unusedHelper } from './unused'

/** The rewrite of a call that goes through helper functions around the SDK. */
export interface ThroughRewrite {
  readonly files: readonly FileChange[]
  readonly obligations: readonly Obligation[]
  /** The file that holds the SDK call. */
  readonly sdkModule: SourceModule
  /** Helpers that have another beside them now. */
  readonly helpers: readonly Helper[]
}

/** The way from a call to the SDK, with the parameter that says whom to call on every step. */
export interface Way {
  readonly levels: readonly WrapperLevel[]
  readonly names: readonly NameParameter[]
}

/**
 * The way of a site that chooses its callee by a parameter of a wrapper; `undefined` where the wrapper has it fixed.
 * @throws Refused `through-wrapper`
 */
export function wayOf(site: InvokeSite): Way | undefined {
  const [levels, ...others] = site.through
  if (!levels || levels.length === 0) refuseWrapper(site, 'is not called by its name')
  if (others.length > 0) refuseWrapper(site, 'has more than one call')
  const names = levels.map((level) => nameParameter(site, level))
  if (!names[0]) return undefined
  return { levels, names: names.map((name) => name ?? refuseWrapper(site, 'chooses the function itself')) }
}

/**
 * Rewrites a call and the helpers that it goes through. A helper all of whose calls are rewritten is changed where it
 * stands; one that is still needed for other calls gets one of its own beside it.
 * @param calls Calls that are rewritten together.
 * @throws Refused
 */
export function rewriteThrough(
  context: TransformContext,
  site: InvokeSite,
  way: Way,
  kind: HelperKind,
  calls: Calls,
): ThroughRewrite {
  const { evaluator } = context
  const { ids } = kind
  const isKey = kind.address.kind === 'variable' && isKeyOfEnvironment(site, way)
  const inPlace = levelsInPlace(context, way, calls)
  const files: FileChange[] = []
  let shape: CallShape | undefined
  let obligations: readonly Obligation[] | undefined
  for (let index = way.levels.length - 1; index >= 0; index--) {
    const level = way.levels[index] as WrapperLevel
    const name = way.names[index] as NameParameter
    const next = way.levels[index + 1]
    const told = ids && idNames(level, ids)
    const made: Made =
      next && shape
        ? innerCall(context, kind, site, level, name, { level: next, shape, isKey, isTwin: !inPlace[index + 1], told })
        : sdkCall(context, kind, site, level, name, { isKey, told })
    obligations ??= made.obligations
    const answered = answerEdits(evaluator, site, level.call, level.node, kind.send(''))
    const isGone = ({ start, end }: SourceEdit) =>
      answered.edits.some((edit) => edit.text === '' && edit.start <= start && end <= edit.end)
    const known = [...made.change.edits.filter((edit) => !isGone(edit)), ...answered.edits]
    const edits = [...known, ...deadConstants(level, known)]
    const { dropped, edits: drops } = droppedParameters(level, edits, name, context.sites)
    const imports = [...made.change.imports, ...answered.imports]
    const change = { ...made.change, edits: [...edits, ...drops], imports }
    files.push(inPlace[index] ? change : cloned(context, kind, site, level, change))
    files.push({ module: level.module, edits: made.outside, imports: [], declarations: [] })
    shape = { name, dropped, ids: listed(told) }
  }
  const [first] = way.levels
  if (!first || !shape || !obligations) throw new Error('A way has at least one level.')
  files.push(outerCall(context, kind, site, first, shape, { isKey, isTwin: !inPlace[0] }))
  const all = new Set([...calls, ...way.levels.flatMap(({ call }, index) => (inPlace[index] ? [call.call] : []))])
  for (const [index, level] of way.levels.entries())
    if (inPlace[index]) files.push(...helperRenaming(context, kind, level, all))
  const helpers = way.levels.flatMap((level, index) => (inPlace[index] ? [] : (unusedHelper(context, level) ?? [])))
  return { files, obligations, sdkModule: way.levels.at(-1)?.module ?? site.module, helpers }
}

/** Whether the call passes the name of a variable, which a helper reads: `invokeWorker('REPLY_FUNCTION_NAME', payload)`. */
function isKeyOfEnvironment(site: InvokeSite, { names }: Way): boolean {
  const keys = variablesIn(parameter(site.params, 'FunctionName'))
  const argument = names[0] && argumentFor(site.call, names[0])
  const value = argument && (ts.isPropertyAssignment(argument) ? argument.initializer : argument)
  const literal = value && ts.isExpression(value) ? unwrap(value) : undefined
  return !!literal && ts.isStringLiteralLike(literal) && keys.length > 0 && keys.every((key) => key === literal.text)
}

/** Whether a helper is told the name of a variable, and not yet what it holds. */
function isLookedUp({ call }: WrapperLevel): boolean {
  return parameter(call.params, 'FunctionName').kind !== 'parameter'
}

/** Variables that a name may be the value of; none where it may be something else. */
function variablesIn(value: Value): string[] {
  if (value.kind === 'environment') return [value.key]
  if (value.kind === 'fallback') return [...variablesIn(value.first), ...variablesIn(value.second)]
  return value.kind === 'one-of' ? value.values.flatMap(variablesIn) : []
}

/** Which helpers of a way are changed where they stand: those that nothing else calls. */
function levelsInPlace(context: TransformContext, { levels }: Way, calls: Calls): boolean[] {
  const rewritten = new Set(calls)
  let isOuter = true
  return levels.map(({ module, node, call }) => {
    const uses = isOuter ? callsOfFunction(context, module, node) : undefined
    isOuter = uses !== undefined && [...uses].every((use) => rewritten.has(use))
    if (isOuter) rewritten.add(call.call)
    return isOuter
  })
}

/** What becomes of one helper. */
interface Made {
  readonly change: FileChange
  readonly obligations?: readonly Obligation[]
  /** Edits of what stands outside of the helper. */
  readonly outside: readonly SourceEdit[]
}

/** The SDK call at the bottom. */
function sdkCall(
  context: TransformContext,
  kind: HelperKind,
  site: InvokeSite,
  level: WrapperLevel,
  name: NameParameter,
  { isKey, told }: Pick<Inner, 'isKey' | 'told'>,
): Made {
  const { evaluator } = context
  const inner = sdkCallOf(site, level)
  const { functionName } = readParams(inner)
  const { ast } = level.module
  const replaced = { start: functionName.getStart(ast), end: functionName.end }
  const isKeyHere = isKey && isLookedUp(level)
  const { text, edits, outside } = nameEdits(evaluator, kind, site, level, name, replaced, isKeyHere, listed(told))
  const written = ts.isPropertyAssignment(functionName) ? functionName.initializer : functionName.name
  const address = isKeyHere ? written.getText(ast) : text
  const { change, obligations } = rewriteSend(context, inner, kind.send(address, told && readBy(name, told)))
  const beyond = kind.completed?.(inner) ?? { edits: [], declarations: [] }
  const completed = {
    ...change,
    edits: [...change.edits, ...beyond.edits, ...edits, ...withoutClient(level)],
    declarations: [...change.declarations, ...beyond.declarations],
  }
  return { change: completed, obligations, outside }
}

/** `const lambda = clientFor(region)` in the helper, which only the call used. */
function withoutClient({ module, node, call }: WrapperLevel): SourceEdit[] {
  const callee = call.call.expression
  const receiver = isAccess(callee) ? unwrap(callee.expression) : undefined
  const binding = receiver && ts.isIdentifier(receiver) ? module.bindings.of(receiver) : undefined
  const [declaration] = binding?.declarations ?? []
  const isOnly = binding?.references.length === 1 && binding.writes.length === 0
  if (!isOnly || !declaration || !ts.isVariableDeclaration(declaration) || !contains(node, declaration)) return []
  const statement = declaration.parent.parent
  const isAlone = ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
  const value = declaration.initializer && unwrap(declaration.initializer)
  if (!isAlone || !value || !ts.isCallExpression(value)) return []
  // an instrumented client of the helper's own is made again, as a client of the other service
  if (constructionIn(declaration)) return []
  return [{ ...wholeLines(module, statement), text: '', reason: 'The helper needs no Lambda client.' }]
}

interface Inner {
  readonly level: WrapperLevel
  readonly shape: CallShape
  readonly isKey: boolean
  /** Whether the helper that is called gets one of its own beside it. */
  readonly isTwin: boolean
  /** What the parameters are called that take the ids of a message. */
  readonly told: MessageIds | undefined
}

/** A call of the next helper, inside of one. */
function innerCall(
  context: TransformContext,
  kind: HelperKind,
  site: InvokeSite,
  level: WrapperLevel,
  name: NameParameter,
  inner: Inner,
): Made {
  const { module } = level
  const { call } = level.call
  const argument = argumentFor(call, inner.shape.name) ?? refuseWrapper(site, 'passes the name on in an unknown form')
  const replaced = { start: argument.getStart(module.ast), end: argument.end }
  const isKey = inner.isKey && isLookedUp(level)
  const { told } = inner
  const { text, edits, outside } = nameEdits(context.evaluator, kind, site, level, name, replaced, isKey, listed(told))
  const values = listed(told && readBy(name, told))
  const called = callEdits(site, module, call, inner.shape, isKey ? undefined : text, values)
  const to = inner.isTwin ? redirected(context, kind, site, module, call, inner.level) : { edits: [], imports: [] }
  const change = { module, edits: [...edits, ...called, ...to.edits], imports: to.imports, declarations: [] }
  return { change, outside }
}

/** The call that chose the function. */
function outerCall(
  context: TransformContext,
  kind: HelperKind,
  site: InvokeSite,
  level: WrapperLevel,
  shape: CallShape,
  { isKey, isTwin }: Pick<Inner, 'isKey' | 'isTwin'>,
): FileChange {
  const { module, call } = site
  const { address, ids } = kind
  const written =
    address.kind === 'text'
      ? quoted(module, address.text)
      : isKey
        ? quoted(module, address.name)
        : `process.env.${address.name}${assertion(site, module, level, shape)}`
  const edits: SourceEdit[] = callEdits(site, module, call, shape, written, listed(ids))
  const to = isTwin ? redirected(context, kind, site, module, call, level) : { edits: [], imports: [] }
  return { module, edits: [...edits, ...to.edits], imports: to.imports, declarations: [] }
}

function quoted(module: SourceModule, text: string): string {
  return sourceStyle(module).quote === 'single' ? `'${text}'` : `"${text}"`
}

/** A variable of the environment may be missing, as far as types know; a helper that takes a text is told that it is not. */
function assertion(site: InvokeSite, module: SourceModule, level: WrapperLevel, { name }: CallShape): string {
  const isTyped = isTypeScript(module.file) && isTypeScript(level.module.file)
  const takesMissing = name.member === undefined && site.sdk === 'v3'
  return isTyped && !takesMissing ? ' as string' : ''
}
