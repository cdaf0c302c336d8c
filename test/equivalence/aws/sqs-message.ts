import { isObject } from '../../../src/load/document'
import { type AwsAnswer, failed } from './service'

/** A message as a client sends it. */
export interface Message {
  readonly MessageBody?: string
  readonly MessageGroupId?: string
  readonly MessageDeduplicationId?: string
}

/**
 * Reads a request, whose members are texts.
 * @returns What it says, or the answer where it cannot be read: an SDK client writes a value of another type as it is, and
 * one that is an object with a character beyond Latin-1 as no JSON at all.
 */
export function readRequest<Request>(body: string): Request | AwsAnswer {
  const request = parsed(body)
  if (!isObject(request)) return unreadable('The request is no JSON.')
  const entries = Array.isArray(request.Entries) ? request.Entries : []
  for (const message of [request, ...entries]) {
    for (const name of ['MessageBody', 'MessageGroupId', 'MessageDeduplicationId']) {
      const problem = problemOf(isObject(message) ? message[name] : message)
      if (problem !== undefined) return unreadable(problem)
    }
  }
  return request as Request
}

/** What a message may not hold. Source: `SendMessage` in the reference of SQS. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
const REFUSED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/

/** What the ids of a group and of a duplicate may be, as the reference of SQS and its error say. */
const ID = /^[!-~]{1,128}$/

/** The answer to a message that a queue does not take. */
export function refusalOf(
  { MessageBody: body, MessageGroupId: group, MessageDeduplicationId: duplicate }: Message,
  { FifoQueue: isFifo, ContentBasedDeduplication: isByContent }: Readonly<Record<string, unknown>>,
): AwsAnswer | undefined {
  if (!body) return refused('MissingParameter', 'The request must contain the parameter MessageBody.')
  if (REFUSED.test(body))
    return refused('InvalidMessageContents', 'The message contains characters outside the allowed set.')
  if (isFifo && group === undefined)
    return refused('MissingParameter', 'The request must contain the parameter MessageGroupId.')
  const ids = Object.entries({ MessageGroupId: group, MessageDeduplicationId: duplicate })
  for (const [name, value] of ids) {
    if (value === undefined || ID.test(value)) continue
    const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`
    return refused('InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`)
  }
  if (!isFifo || isByContent || duplicate !== undefined) return undefined
  const ways = 'ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly'
  return refused('InvalidParameterValue', `The queue should either have ${ways}`)
}

function refused(code: string, message: string): AwsAnswer {
  return failed(`com.amazonaws.sqs#${code}`, message)
}

function unreadable(message: string): AwsAnswer {
  return failed('com.amazon.coral.service#SerializationException', message)
}

/** Why a member that is a text cannot be read; `undefined` where it is a text, or is not there. */
function problemOf(value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return undefined
  if (typeof value === 'object') return 'Start of structure or map found where not expected.'
  const kind = typeof value === 'number' ? 'NUMBER' : String(value).toUpperCase()
  return `${kind}_VALUE can not be converted to a String`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
