import { ts } from 'ts-morph'
import { isGathered } from '../../advise/surroundings'
import { enclosing, isAccess, isFunctionNode, unwrap } from '../../syntax/nodes'
import { instanceOf } from '../shared/construction'
import type { TransformContext } from '../transform'
import type { ReadSite } from './read-site'

/** Options of a client by which a call is given up, or tried again. */
const LIMITS =
  /^(maxAttempts|retryMode|retryStrategy|requestHandler|maxRetries|retryDelayOptions|httpOptions|connectTimeout|timeout)$/

/** What only a call of AWS fails with. */
const SDK_ERRORS =
  /TooManyRequests|ResourceNotFound|AccessDenied|Throttl|ServiceException|RequestTooLarge|InvalidParameterValue|\$retryable|\$metadata|ECONNRESET|TimeoutError/

/** What a caller had of the call that a function call does not give: told, for it can be wanted. */
export function lostWithCall(context: TransformContext, read: readonly ReadSite[]): string[] {
  return read.flatMap((entry) => {
    const { site, callee } = entry
    const { key } = callee.function
    const place = `${site.module.file}:${site.line}`
    const handled = sdkErrorLine(entry)
    return [
      ...(isGathered(site) && !isOneByOne(site.call)
        ? [
            `${place}: "${key}" ran for each element in a Lambda of its own, side by side; now one runs after the other.`,
          ]
        : []),
      ...(hasLimits(context, entry)
        ? [`${place}: the call had retries or a time limit of its own; a function call is not cut short.`]
        : []),
      ...(handled === undefined
        ? []
        : [`${place}: the \`catch\` in line ${handled} asks for errors of AWS, which "${key}" does not throw.`]),
    ]
  })
}

/** Whether a call stands in a loop that waits for each: `for (const user of users) await lambda.send(…)`. */
function isOneByOne(call: ts.Node): boolean {
  let isAwaited = false
  for (let node = call; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    isAwaited ||= ts.isAwaitExpression(node)
    if (ts.isIterationStatement(node, false)) return isAwaited
  }
  return false
}

/** Whether the client, or the call, says when to give up or how often to try again. */
function hasLimits({ evaluator }: TransformContext, { site, wrapped }: ReadSite): boolean {
  const { module, call, style } = wrapped?.levels.at(-1)?.call ?? site
  if (style !== 'method' && call.arguments.length > 1) return true
  if (!isAccess(call.expression)) return false
  const options = instanceOf(evaluator.evaluate(module, unwrap(call.expression.expression)))?.args.values[0]?.()
  return options?.kind === 'object' && [...options.properties.keys()].some((name) => LIMITS.test(name))
}

/** The line of the `catch` around a call that tells errors of AWS apart. 1-based. */
function sdkErrorLine({ site: { call, module } }: ReadSite): number | undefined {
  const isTried = (node: ts.Node): node is ts.TryStatement =>
    ts.isTryStatement(node) && node.tryBlock.pos <= call.pos && call.end <= node.tryBlock.end
  const around = enclosing(call, (node): node is ts.TryStatement => isTried(node) || isFunctionNode(node))
  const clause = around && ts.isTryStatement(around) ? around.catchClause : undefined
  if (!clause || !SDK_ERRORS.test(clause.getText(module.ast))) return undefined
  return ts.getLineAndCharacterOfPosition(module.ast, clause.getStart(module.ast)).line + 1
}
