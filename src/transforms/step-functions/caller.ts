import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { isAccess } from '../../syntax/nodes'
import { printStatements } from '../../syntax/print'
import { indentAt, sourceStyle } from '../../syntax/style'
import type { FileChange } from '../file-change'
import { clientBeside } from '../shared/client'
import type { ClientKind } from '../shared/construction'
import { freshName } from '../shared/names'
import { refuse } from '../transform'
import { type Call, sdkSiteOf } from './calls'
import type { Workflow } from './read-handler'

const SFN: ClientKind = {
  variable: 'sfn',
  v2: 'StepFunctions',
  v2Module: 'aws-sdk/clients/stepfunctions',
  v3: 'SFNClient',
  package: '@aws-sdk/client-sfn',
}

/** The caller's half: the chain becomes the start of an execution, and its outcome the handler's. */
export function rewriteCaller(evaluator: Evaluator, call: Call, workflow: Workflow, arnVariable: string): FileChange {
  const { module, region } = workflow
  const { site } = call
  const sdkSite = sdkSiteOf(call)
  const [first] = region
  const last = region.at(-1)
  if (!first || !last) refuse(site, 'chain-not-compilable', 'The chain is empty.')
  const client = clientBeside(evaluator, site, sdkSite, SFN)
  const start = first.getStart(module.ast)
  const execution = freshName(module, 'execution')
  const names = workflow.input.names.join(', ')
  const input = workflow.input.isWhole ? names : `{ ${names} }`
  const parameters = `{ stateMachineArn: process.env.${arnVariable}, input: JSON.stringify(${input}) }`
  const isV3 = sdkSite.style === 'send'
  const started = isV3
    ? `await ${client.text}.send(new StartSyncExecutionCommand(${parameters}))`
    : `await ${client.text}.startSyncExecution(${parameters})${site.sdk === 'v2' ? '.promise()' : ''}`
  const error = freshName(module, 'error', 'executionError')
  const source = `const ${execution} = ${started};
if (${execution}.status !== 'SUCCEEDED') {
  const ${error} = new Error(${execution}.cause);
  ${error}.name = ${execution}.error || ${error}.name;
  throw ${error};
}
return JSON.parse(${execution}.output || 'null');`
  const printed = printStatements(
    (j) => j.template.statements([source]),
    sourceStyle(module),
    indentAt(module.text, start),
  )
  const like = importOf(site, sdkSite)
  return {
    module,
    edits: [{ start, end: last.end, text: printed.trimStart(), reason: 'The chain of calls is a state machine now.' }],
    imports: [
      ...client.imports.map((request) => ({ like, ...request })),
      ...(isV3 ? [{ specifier: SFN.package, name: 'StartSyncExecutionCommand', isType: false, like }] : []),
    ],
    declarations: client.declarations,
  }
}

/** The import whose place a new one takes: that of the command, or that of the helper that makes the call. */
function importOf(site: InvokeSite, sdkSite: InvokeSite): ts.Node | undefined {
  const { module } = site
  let node = sdkSite.module === module ? sdkSite.command?.expression : site.call.expression
  while (node && isAccess(node)) node = node.expression
  return node && ts.isIdentifier(node) ? module.bindings.of(node)?.declarations[0] : undefined
}
