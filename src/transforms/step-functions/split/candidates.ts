import type { ts } from 'ts-morph'
import { chainOf } from '../../../advise/chains'
import { groupsOf, sitesAt } from '../../../advise/site-groups'
import { type FunctionRef, refKey } from '../../../load/service'
import type { InvokeSite } from '../../../scan/site'
import { runningFunction } from '../../../scan/wrapper-shape'
import type { SourceModule } from '../../../syntax/module'
import { isAsync } from '../../../syntax/nodes'
import { findHandlerForm, type HandlerForm } from '../../shared/handler-form'
import { attempt, type TransformContext } from '../../transform'
import { type Call, readCall } from '../calls'
import { ownReasons } from './own-reasons'

/** A function that a chain calls, and that waits for others itself: its steps can take the place of its task. */
export interface SplitFunction {
  readonly ref: FunctionRef
  readonly module: SourceModule
  readonly form: HandlerForm
  readonly body: ts.ConciseBody
  /** The calls that it makes, read afresh each time: its body is read once for each call of it. */
  readonly calls: () => readonly Call[]
  /** Indices of these calls. */
  readonly sites: readonly number[]
}

/** Such a function that stays one, and is called by a task. */
export interface KeptFunction {
  readonly ref: FunctionRef
  /** In words; none of them ends with a full stop. */
  readonly reasons: readonly string[]
}

/**
 * What a function is to a workflow that calls it; `undefined` where it makes no calls that could be steps.
 */
export function candidateOf(context: TransformContext, ref: FunctionRef): SplitFunction | KeptFunction | undefined {
  const { sites, advice, evaluator } = context
  const own = sitesAt(sites, groupsOf(sites).byCaller.get(refKey(ref))).filter(
    ({ site, index }) => advice[index]?.verdict === 'step-functions' && !site.isTest,
  )
  const [some] = own
  if (!some) return undefined
  const { handler } = ref.function
  const found = handler && findHandlerForm(evaluator, handler)
  if (!found) return kept(ref, 'its handler is exported in a form that is not known')
  const { module, form } = found
  const { body } = form.node
  const first = own.find(({ site }) => runningFunction(site.call) === form.node)?.site
  if (!first) return kept(ref, `it makes its calls outside of its handler: ${placeOf(some.site)}`)
  if (!body || !isAsync(form.node) || form.node.asteriskToken) return kept(ref, 'its handler is no async function')
  const chain = chainOf(context, sites, first)
  const read = chain.map((index) => {
    const site = sites[index] as InvokeSite
    return { site, call: attempt(() => readCall(context, site)) }
  })
  const reasons = [
    ...ownReasons(context, found, ref),
    ...chain.flatMap((index) => siteReasons(context, ref, index)),
    ...read.flatMap(({ site, call }) =>
      'refusal' in call ? [`${placeOf(site)}: ${lowered(call.refusal.message)}`] : [],
    ),
  ]
  if (reasons.length > 0) return kept(ref, ...reasons)
  const calls = () => chain.map((index) => readCall(context, sites[index] as InvokeSite))
  return { ref, module, form, body, calls, sites: chain }
}

/** Why a call of the function is no step of another one's workflow. */
function siteReasons({ sites, advice }: TransformContext, ref: FunctionRef, index: number): string[] {
  const site = sites[index] as InvokeSite
  const other = site.callers.find((caller) => refKey(caller) !== refKey(ref))
  const verdict = advice[index]?.verdict
  return [
    ...(other ? [`"${other.function.key}" shares its code`] : []),
    ...(verdict === 'step-functions' ? [] : [`${placeOf(site)}: the verdict on the call is "${verdict}"`]),
  ]
}

export function kept(ref: FunctionRef, ...reasons: readonly string[]): KeptFunction {
  return { ref, reasons: [...new Set(reasons)] }
}

export function isKept(found: SplitFunction | KeptFunction): found is KeptFunction {
  return 'reasons' in found
}

/** `src/fulfil.ts:12` */
export function placeOf({ module, line }: InvokeSite): string {
  return `${module.file}:${line}`
}

function lowered(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`.replace(/\.$/, '')
}
