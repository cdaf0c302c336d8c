import type { LoadContext } from '../load/build-service'
import type { FunctionRef, Service } from '../load/service'
import { Evaluator } from '../syntax/evaluate/evaluator'
import type { Value } from '../syntax/evaluate/value'
import { importIndex } from '../syntax/import-index'
import { isSourceFile, placeOf } from '../syntax/parse'
import { isInside } from '../workspace/paths'
import { isText } from '../workspace/workspace'
import { type CallerIndex, callerIndex } from './callers'
import { findInvokeCalls, mayInvoke } from './find-calls'
import { responseOf } from './response'
import type { Invocation, InvokeCall, InvokeSite, SiteKind } from './site'
import { qualifierOf, targetOf } from './targets'
import { isTestFile } from './test-file'

/** Finds every invoke site of a workspace, sorted by place. */
export function scan(context: LoadContext, services: readonly Service[]): InvokeSite[] {
  const { workspace, program } = context
  const evaluator = new Evaluator(program)
  const callers = callerIndex(program, importIndex(workspace, program), services)
  return workspace.files
    .filter(isSourceFile)
    .flatMap((file) => callsIn(context, evaluator, file))
    .map((call) => toSite(services, callers, call))
}

function callsIn(context: LoadContext, evaluator: Evaluator, file: string): InvokeCall[] {
  const source = context.workspace.read(file)
  if (!isText(source)) {
    reportUnreadable(context, file, source.problem)
    return []
  }
  if (!mayInvoke(source.text)) return []
  const module = context.program.module(file)
  if (!module) return []
  if (module.syntaxError) {
    const { message, line, column } = module.syntaxError
    context.diagnostics.add({ severity: 'error', code: 'source-syntax', message, file, line, column })
    return []
  }
  return findInvokeCalls(evaluator, module)
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

function toSite(services: readonly Service[], index: CallerIndex, call: InvokeCall): InvokeSite {
  const callers = index.callersOf(call.module, call.call)
  const name = parameter(call.params, 'FunctionName')
  const target = targetOf(
    services,
    name,
    callers,
    homeOf(services, call.module.file, callers),
    qualifierOf(call.params),
  )
  const isDefinition = target.status === 'unresolved' && target.code === 'callee-is-parameter'
  const kind: SiteKind = isDefinition ? 'wrapper-definition' : 'direct'
  return {
    ...call,
    ...responseOf(call.module, call.call),
    kind,
    invocation: invocationOf(call),
    target,
    callers,
    isTest: isTestFile(call.module.file),
    ...placeOf(call.module.ast, call.call.getStart(call.module.ast)),
  }
}

/** The service that a file belongs to when no function reaches it: the nearest configuration above it. */
function homeOf(services: readonly Service[], file: string, callers: readonly FunctionRef[]): Service | undefined {
  const [caller] = callers
  if (caller) return caller.service
  return [...services].sort((a, b) => b.folder.length - a.folder.length).find(({ folder }) => isInside(folder, file))
}

/** A parameter of the SDK call. */
export function parameter(params: Value, name: string): Value {
  if (params.kind === 'object') {
    return (
      params.properties.get(name) ??
      (params.open ? { kind: 'unknown', what: name } : { kind: 'literal', value: undefined })
    )
  }
  if (params.kind === 'parameter') return { ...params, path: [...params.path, name] }
  return { kind: 'unknown', what: name }
}

/** `invoke` without a type is synchronous; `invokeAsync` never is. */
function invocationOf(call: InvokeCall): Invocation {
  if (call.operation === 'invokeAsync') return 'async'
  const type = parameter(call.params, 'InvocationType')
  if (type.kind !== 'literal') return 'dynamic'
  if (type.value === undefined || type.value === 'RequestResponse') return 'sync'
  if (type.value === 'Event') return 'async'
  return type.value === 'DryRun' ? 'dry-run' : 'dynamic'
}
