import { ts } from 'ts-morph'
import type { FunctionRef } from '../load/service'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, unwrap } from '../syntax/nodes'

/** Variables that Lambda sets itself, to something else in every function. */
const OF_LAMBDA =
  /^(AWS_LAMBDA_|_|LAMBDA_|AWS_EXECUTION_ENV$|AWS_ACCESS_KEY_ID$|AWS_SECRET_ACCESS_KEY$|AWS_SESSION_TOKEN$)/

/** Whether a variable is set by Lambda. */
export function isOfLambda(name: string): boolean {
  return OF_LAMBDA.test(name)
}

/** Variables that decide on the locale and the time zone of a process; the runtime sets them alike everywhere. */
export const LOCALE_VARIABLES: readonly string[] = ['TZ', 'LANG', 'LC_ALL', 'NODE_ICU_DATA']

/** `KEY` of `process.env.KEY`, where it can be the same in two functions. */
export function variableRead(
  module: SourceModule,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): string | undefined {
  const env = unwrap(node.expression)
  const name = accessedName(node)
  if (name === undefined || !isAccess(env) || accessedName(env) !== 'env' || OF_LAMBDA.test(name)) return undefined
  const target = unwrap(env.expression)
  const isProcess = ts.isIdentifier(target) && target.text === 'process' && !module.bindings.of(target)
  return isProcess ? name : undefined
}

/** Whether a function may have other variables than are known: another stage may have another map of them. */
function isOpen({ function: fn }: FunctionRef): boolean {
  return fn.hasOpenEnvironment || fn.chosen.includes('environment')
}

/**
 * The variables that a callee reads and its caller does not have at all: the caller can be given them. A variable of the
 * provider is one of both.
 */
export function missingVariables(callee: FunctionRef, caller: FunctionRef, names: readonly string[]): string[] {
  if (isOpen(caller) || isOpen(callee)) return []
  return names.filter((name) => name in callee.function.environment && !(name in caller.function.environment))
}

/**
 * The first of some variables that a callee may have otherwise than one of its callers, in words, but for those that the
 * caller can be given; `undefined` where they
 * are the same: of the provider, or set to the same value in both.
 */
export function environmentDifference(
  callee: FunctionRef,
  callers: readonly FunctionRef[],
  names: readonly string[],
): string | undefined {
  for (const caller of callers) {
    if (names.length === 0) break
    if (isOpen(caller) || isOpen(callee))
      return `it reads the environment variable "${names[0]}", and not all variables of "${caller.function.key}" are known`
    const value = ({ function: fn }: FunctionRef, name: string) => JSON.stringify(fn.environment[name])
    const missing = missingVariables(callee, caller, names)
    const other = names.find((name) => !missing.includes(name) && value(caller, name) !== value(callee, name))
    if (other !== undefined)
      return `it reads the environment variable "${other}", which is another one in "${caller.function.key}"`
  }
  return undefined
}
