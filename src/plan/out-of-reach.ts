import type { Advice } from '../advise/advice'
import type { InvokeSite } from '../scan/site'
import { transforms } from '../transforms/registry'
import type { Refusal } from '../transforms/transform'

/** Why no transform is asked for a site whose verdict asks for a change; `undefined` where one is. */
export function outOfReach(site: InvokeSite, { verdict, isOverride }: Advice): Refusal | undefined {
  const place = { file: site.module.file, line: site.line }
  if (!transforms.some(({ name }) => name === verdict)) {
    const isRefused = isOverride && verdict !== 'keep'
    return isRefused
      ? { code: 'no-transform', message: `"${verdict}" can be advised, but not written.`, ...place }
      : undefined
  }
  if (site.kind === 'wrapper-call' && verdict === 'step-functions' && site.through.length === 0) {
    return { code: 'through-wrapper', message: 'The call goes through a helper function around the SDK.', ...place }
  }
  if (site.target.status !== 'resolved') {
    return { code: 'callee-not-known', message: whichIsCalled(site.target), ...place }
  }
  const [unset] = site.target.unsetFor
  // a call that cannot succeed there sends nothing either
  if (!unset || verdict === 'sqs' || verdict === 'event-bridge') return undefined
  const message = `"${unset.function.key}" reaches this call too, and does not have the variable that names the callee.`
  return { code: 'several-callers', message, ...place }
}

/** What is known of the callee, and what is not. */
function whichIsCalled(target: Exclude<InvokeSite['target'], { status: 'resolved' }>): string {
  switch (target.status) {
    case 'candidates': {
      const names = target.refs.map(({ service, function: fn }) => `"${fn.key}" of ${service.name}`)
      return `Which function is called is only known at run time: it is one of ${names.join(', ')}.`
    }
    case 'external':
      return `"${target.name}" is called, which no configuration of the repository declares.`
    case 'unresolved':
      return `Which function is called is not known well enough: ${target.reason.charAt(0).toLowerCase()}${target.reason.slice(1)}`
  }
}
