import type { ts } from 'ts-morph'
import type { LoadContext } from '../load/build-service'
import type { FunctionRef, Service } from '../load/service'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { importIndex } from '../syntax/import-index'
import type { SourceModule } from '../syntax/module'
import { placeOf } from '../syntax/parse'
import { isSourceFile } from '../syntax/source-file'
import { isInside } from '../workspace/paths'
import { isText } from '../workspace/workspace'
import { callIndex } from './call-index'
import { type CallerIndex, callerIndex } from './callers'
import { type Choice, choicesOf } from './choices'
import { findInvokeCalls, mayInvoke } from './find-calls'
import { isSelf } from './function-name'
import { handlerTest } from './handlers'
import { type NameIndex, nameIndex } from './name-index'
import { Origins } from './origins'
import { invocationOf } from './params'
import { type ResponseReader, responseReader } from './response'
import type { InvokeSite, SiteKind } from './site'
import { qualifierOf, targetOf } from './targets'
import { isTestFile } from './test-file'
import { findWrappers } from './wrappers'

/** What the steps of a scan share. */
interface ScanState {
  readonly context: LoadContext
  readonly services: readonly Service[]
  readonly names: NameIndex
  readonly callers: CallerIndex
  readonly origins: Origins
  readonly response: ResponseReader
}

/** The files whose text mentions an invoke, parsed. Nothing of the services is needed for that. */
export function findSuspects(context: LoadContext): SourceModule[] {
  return context.workspace.files.filter(isSourceFile).flatMap((file) => suspectIn(context, file) ?? [])
}

/**
 * Finds every invoke site of a workspace, sorted by place.
 * @param evaluator What it has found out by then, later steps need not find out again.
 */
export function scan(
  context: LoadContext,
  services: readonly Service[],
  evaluator: Evaluator,
  suspects: readonly SourceModule[] = findSuspects(context),
): InvokeSite[] {
  const { workspace, program } = context
  const imports = importIndex(workspace, program)
  const calls = callIndex(evaluator, imports)
  const origins = new Origins(evaluator, calls)
  const found = suspects.flatMap((module) => findInvokeCalls(evaluator, origins, module))
  const isHandler = handlerTest(program, imports, services)
  const invokes = findWrappers({ evaluator, calls, origins, isHandler, suspects }, found)
  const state = {
    context,
    services,
    names: nameIndex(services),
    callers: callerIndex(evaluator, imports, services),
    origins,
    response: responseReader(calls, isHandler),
  }
  return choicesOf(invokes)
    .map((choice) => toSite(state, choice))
    .sort(byPlace(workspace.files))
}

/** The file, parsed, if its text mentions an invoke. */
function suspectIn(context: LoadContext, file: string): SourceModule | undefined {
  const source = context.workspace.read(file)
  if (!isText(source)) {
    reportUnreadable(context, file, source.problem)
    return undefined
  }
  if (!mayInvoke(source.text)) return undefined
  const module = context.program.module(file)
  // why not is told when all files that matter are parsed
  return module?.syntaxError ? undefined : module
}

function reportUnreadable(context: LoadContext, file: string, problem: string): void {
  if (problem === 'unreadable') {
    context.diagnostics.add({ severity: 'error', code: 'unreadable-file', message: `"${file}" cannot be read.`, file })
  } else if (problem === 'not-utf8') {
    context.diagnostics.add({
      severity: 'warning',
      code: 'not-utf8',
      message: `"${file}" is not UTF-8 text; it is left out.`,
      file,
    })
  }
}

function toSite(state: ScanState, { call, kind, name, through }: Choice): InvokeSite {
  const { services, names, callers: index, origins } = state
  const callers = index.callersOf(call.module, call.call)
  const home = homeOf(services, call.module.file, callers)
  const known = kind === 'wrapper-definition' || isSelf(name) ? name : origins.of(name)
  const target = targetOf({ names, file: call.module.file, callers, home }, known, kind, qualifierOf(call.params))
  const invocation = invocationOf(call)
  return {
    ...call,
    ...state.response(call, invocation),
    kind,
    through,
    invocation,
    target,
    callers,
    isTest: isTestFile(call.module.file),
    ...placeOf(call.module.ast, startOf(call, kind)),
  }
}

/** A definition stands where the parameter reaches the SDK: at the command, where that is made before it is sent. */
function startOf({ module, call, command }: Choice['call'], kind: SiteKind): number {
  const isOwn = command?.getSourceFile() === module.ast
  const node: ts.Node = kind === 'wrapper-definition' && command && isOwn ? command : call
  return node.getStart(module.ast)
}

function byPlace(files: readonly string[]): (a: InvokeSite, b: InvokeSite) => number {
  const order = new Map(files.map((file, index) => [file, index]))
  const rank = (site: InvokeSite) => order.get(site.module.file) ?? 0
  return (a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column
}

/** The service that a file belongs to when no function reaches it: the nearest configuration above it. */
function homeOf(services: readonly Service[], file: string, callers: readonly FunctionRef[]): Service | undefined {
  const [caller] = callers
  if (caller) return caller.service
  return [...services].sort((a, b) => b.folder.length - a.folder.length).find(({ folder }) => isInside(folder, file))
}
