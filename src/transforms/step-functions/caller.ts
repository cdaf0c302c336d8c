import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { isAccess } from '../../syntax/nodes'
import { printStatements } from '../../syntax/print'
import { indentAt, sourceStyle } from '../../syntax/style'
import type { FileChange } from '../file-change'
import { clientBeside } from '../shared/client'
import type { ClientKind } from '../shared/construction'
import { freshName } from '../shared/names'
import { refuse } from '../transform'
import type { AnswerForm } from './answer-form'
import { type Call, sdkSiteOf } from './calls'
import { rangeWithComments } from './comments'
import type { Workflow } from './read-handler'
import { SERVICE_PREFIX } from './service-errors'
import type { StandardStart } from './standard-start'

const SFN: ClientKind = {
  variable: 'sfn',
  v2: 'StepFunctions',
  v2Module: 'aws-sdk/clients/stepfunctions',
  v3: 'SFNClient',
  package: '@aws-sdk/client-sfn',
}

/** How a handler starts an execution. */
interface Start {
  /** The variable of its environment that has the machine's ARN. */
  readonly arnVariable: string
  /** A Standard execution is not waited for. */
  readonly standard: StandardStart | undefined
  /** Whether its error may be that of a function, as Lambda tells it. */
  readonly isDecoded: boolean
}

/**
 * The caller's half: the chain becomes the start of an execution. Its outcome is the handler's, but for a Standard one,
 * which is not waited for.
 */
export function rewriteCaller(
  evaluator: Evaluator,
  call: Call,
  workflow: Workflow,
  { arnVariable, standard, isDecoded }: Start,
): FileChange {
  const { module, region } = workflow
  const { site } = call
  const sdkSite = sdkSiteOf(call)
  const [first] = region
  const last = region.at(-1)
  if (!first || !last) refuse(site, 'chain-not-compilable', 'The chain is empty.')
  const client = clientBeside(evaluator, site, sdkSite, SFN)
  const { start, end } = rangeWithComments(module, first, last)
  const names = workflow.input.names.join(', ')
  const input = workflow.input.isWhole ? names : `{ ${names} }`
  const name = standard?.name === undefined ? '' : `name: ${standard.name}, `
  const parameters = `{ stateMachineArn: process.env.${arnVariable}, ${name}input: JSON.stringify(${input}) }`
  const isV3 = sdkSite.style === 'send'
  const command = standard ? 'StartExecutionCommand' : 'StartSyncExecutionCommand'
  const method = standard ? 'startExecution' : 'startSyncExecution'
  const started = isV3
    ? `await ${client.text}.send(new ${command}(${parameters}))`
    : `await ${client.text}.${method}(${parameters})${site.sdk === 'v2' ? '.promise()' : ''}`
  const source = standard ? `${started};` : answered(workflow, started, isDecoded)
  const printed = printStatements(
    (j) => j.template.statements([source]),
    sourceStyle(module),
    indentAt(module.text, start),
  )
  const like = importOf(site, sdkSite)
  return {
    module,
    edits: [
      ...(standard?.edits ?? []),
      { start, end, text: printed.trimStart(), reason: 'The chain of calls is a state machine now.' },
    ],
    imports: [
      ...client.imports.map((request) => ({ like, ...request })),
      ...(isV3 ? [{ specifier: SFN.package, name: command, isType: false, like }] : []),
    ],
    declarations: client.declarations,
  }
}

/**
 * Waits for an execution: its output is the handler's answer, its error is thrown. The cause of a function's error is the
 * JSON that Lambda tells it by.
 */
function answered({ module, answerForm }: Workflow, started: string, isDecoded: boolean): string {
  const execution = freshName(module, 'execution')
  const error = freshName(module, 'error', 'executionError')
  const cause = freshName(module, 'cause', 'executionCause')
  const message = isDecoded
    ? `${cause}.startsWith('{') ? JSON.parse(${cause}).errorMessage : ${cause}`
    : `${execution}.cause`
  const taken = isDecoded ? `\n  const ${cause} = ${execution}.cause || '';` : ''
  const named = `${execution}.error || ${error}.name`
  // errors of a call itself, which the SDK threw
  const name = isDecoded ? `(${named}).replace(/^${SERVICE_PREFIX.replace('.', '\\.')}/, '')` : named
  return `const ${execution} = ${started};
if (${execution}.status !== 'SUCCEEDED') {${taken}
  const ${error} = new Error(${message});
  ${error}.name = ${name};
  throw ${error};
}
${answerText(module, `${execution}.output`, answerForm)}`
}

/** Returns the answer of a handler, of what its execution gives: an object, where that has a body. */
function answerText(module: SourceModule, output: string, form: AnswerForm): string {
  const answer = freshName(module, 'answer', 'executionAnswer')
  const json = freshName(module, 'json', 'executionJson')
  switch (form) {
    case 'whole':
      return `return JSON.parse(${output} || 'null');`
    case 'text':
      return `return JSON.stringify(JSON.parse(${output} || 'null'));`
    case 'body':
      return `const ${answer} = JSON.parse(${output} || '{}');
return { ...${answer}, body: JSON.stringify(${answer}.body) };`
    case 'json': {
      const member = json === 'json' ? json : `json: ${json}`
      return `const { ${member}, ...${answer} } = JSON.parse(${output} || '{}');
return ${json} === undefined ? ${answer} : { ...${answer}, body: JSON.stringify(${json}) };`
    }
  }
}

/** The import whose place a new one takes: that of the command, or that of the helper that makes the call. */
function importOf(site: InvokeSite, sdkSite: InvokeSite): ts.Node | undefined {
  const { module } = site
  let node = sdkSite.module === module ? sdkSite.command?.expression : site.call.expression
  while (node && isAccess(node)) node = node.expression
  return node && ts.isIdentifier(node) ? module.bindings.of(node)?.declarations[0] : undefined
}
