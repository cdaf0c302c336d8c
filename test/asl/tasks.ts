import { isObject } from '../../src/load/document'
import { StateError } from './state-error'

/**
 * Runs a function: gives its result, or throws a `StateError`.
 * @param spend Takes the seconds that it needs.
 */
export type Invoke = (functionArn: string, payload: unknown, spend: (seconds: number) => void) => Promise<unknown>

const ARGUMENTS = new Set(['FunctionName', 'Payload', 'InvocationType', 'Qualifier', 'ClientContext', 'LogType'])

/** Runs a Task: a function by its ARN, or `lambda:invoke`, whose result is an envelope around that of the function. */
export async function runTask(
  resource: string,
  argument: unknown,
  invoke: Invoke,
  spend: (seconds: number) => void,
): Promise<unknown> {
  if (!/^arn:[\w-]+:states:::lambda:invoke$/.test(resource)) return invoke(resource, argument, spend)
  const given = isObject(argument) ? argument : {}
  const unknown = Object.keys(given).filter((name) => !ARGUMENTS.has(name))
  if (typeof given.FunctionName !== 'string' || unknown.length > 0)
    throw new StateError('States.Runtime', `The arguments of lambda:invoke are wrong: ${unknown.join(', ')}`)
  const Payload = await invoke(given.FunctionName, given.Payload ?? {}, spend)
  return { ExecutedVersion: '$LATEST', Payload, StatusCode: 200 }
}
