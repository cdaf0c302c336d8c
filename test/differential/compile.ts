import { synthesize } from '../../src/infra/synth/synthesize'
import { isObject } from '../../src/load/document'
import { analyze } from '../../src/plan/analyze'
import { defaultPlanOptions, type PlanOptions } from '../../src/transforms/options'
import { afterPlan, planOf, workspaceOf } from '../support/fixtures'
import { MAIN } from './grammar/program'
import { type Module, moduleOf, STEPS } from './handlers'

/** What a plan makes of a program. */
export type Compiled =
  | { readonly refusals: readonly string[] }
  | {
      readonly main: string
      readonly module: Module
      readonly machines: ReadonlyMap<string, object>
      /** The function of what stays JavaScript, where something does. */
      readonly steps: Module | undefined
    }

/** How a program is planned. */
export function optionsOf(isStandard: boolean): PlanOptions {
  return isStandard ? { ...defaultPlanOptions, workflowType: 'standard' } : defaultPlanOptions
}

/** Plans a program, and takes what is deployed after it from the template. */
export function compile(files: Readonly<Record<string, string>>, isStandard = false): Compiled {
  const { plan } = planOf(workspaceOf(files), optionsOf(isStandard))
  const sites = plan.document.sites.filter(({ file }) => file === MAIN)
  const refusals = sites.flatMap(({ refusal }) => (refusal ? [`${refusal.code}: ${refusal.message}`] : []))
  if (!sites.some(({ transform, outcome }) => transform === 'step-functions' && outcome === 'rewritten'))
    return { refusals: refusals.length > 0 ? refusals : sites.map(({ verdict }) => `verdict: ${verdict}`) }
  const after = afterPlan(files, plan)
  const [service] = analyze(workspaceOf(after)).services
  if (!service) throw new Error('The service is gone.')
  const machines = Object.values(synthesize(service).template.Resources).flatMap(({ Properties }) => {
    const name = Properties?.StateMachineName
    return typeof name === 'string' && name.endsWith('-main')
      ? [[name, definitionOf(Properties?.DefinitionString)] as const]
      : []
  })
  const main = after[MAIN] ?? ''
  const steps = service.functions.find(({ key }) => key === STEPS)?.handler
  return {
    main,
    module: moduleOf(main),
    machines: new Map(machines),
    steps: steps && moduleOf(after[steps.file] ?? ''),
  }
}

/** The definition, with an ARN for each function. */
export function definitionOf(value: unknown): object {
  const [text, variables] = isObject(value)
    ? (value['Fn::Sub'] as [string, Record<string, unknown>])
    : [String(value), {}]
  const filled = text.replace(/\$\{([0-9a-f]{32})\}/g, (_, name: string) => arnOf(variables[name]))
  const left = /\$\{[^!].*/.exec(filled)
  if (left) throw new Error(`CloudFormation takes "${left[0]}" for a reference.`)
  return JSON.parse(filled.replace(/\$\{!/g, '${'))
}

/** The ARN of a function, of `Fn::GetAtt` of it. */
export function arnOf(value: unknown): string {
  const id = isObject(value) && Array.isArray(value['Fn::GetAtt']) ? String(value['Fn::GetAtt'][0]) : ''
  const name = id.replace(/LambdaFunction$/, '')
  return `arn:aws:lambda:eu-west-1:1:function:${name.charAt(0).toLowerCase()}${name.slice(1)}`
}
