/** How a program calls functions. */
export type CallStyle =
  | 'sdk'
  | 'wrapper'
  | 'checked wrapper'
  | 'wrapper that throws the payload'
  | 'retrying wrapper'
  | 'retry of a function'
  | 'wrapper of wrappers'

const WRAPPER = `
async function invoke(name: string | undefined, payload: unknown) {
  const response = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }))
  return JSON.parse(Buffer.from(response.Payload!).toString())
}
`

/** The helpers that a style needs. `*_CHECKED_FN` names the same function: the harness tells by it whose errors are checked. */
export const HELPERS: Readonly<Record<CallStyle, string>> = {
  sdk: '',
  wrapper: WRAPPER,
  'wrapper that throws the payload': `
async function invoke(name: string | undefined, payload: unknown) {
  const response = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }))
  if (response.FunctionError) throw new Error(Buffer.from(response.Payload!).toString())
  return JSON.parse(Buffer.from(response.Payload!).toString())
}
`,
  'retrying wrapper': `
async function invokeOnce(name: string | undefined, payload: unknown) {
  console.log('invoking', name)
  const response = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }))
  const result = JSON.parse(Buffer.from(response.Payload!).toString())
  if (!result) throw new Error('nothing')
  return result
}

async function invoke(name: string | undefined, payload: unknown, { retries = 1, delay = 1000 } = {}) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await invokeOnce(name, payload)
    } catch (error) {
      if (attempt >= retries) throw error
      await new Promise((resolve) => setTimeout(resolve, delay))
    }
  }
}
`,
  'retry of a function': `${WRAPPER}
async function again<T>(fn: () => Promise<T>, options: { times: number; wait?: number }): Promise<T> {
  let lastError: unknown
  for (let attempt = 1; attempt <= options.times; attempt++) {
    try {
      return await fn()
    } catch (error) {
      lastError = error
      console.warn('again', attempt)
    }
    await new Promise((resolve) => setTimeout(resolve, (options.wait ?? 500) * attempt))
  }
  throw lastError
}
`,
  'wrapper of wrappers': `${WRAPPER}
const invokeAs = async (name: string | undefined, data: any, kind: string = 'plain') => {
  const request = { kind, data }
  const answer = await invoke(name, request)
  return answer
}

async function ask(name: string | undefined, data: any, isOften = false): Promise<any> {
  const kind = isOften ? 'often' : 'once'
  const first = await invokeAs(name, { ...data, isOften }, kind)
  if (!first.ok && isOften) return { ...first, ok: null, kind }
  return first
}
`,
  'checked wrapper': `
async function invoke(name: string | undefined, payload: unknown) {
  const response = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }))
  const result = JSON.parse(Buffer.from(response.Payload!).toString())
  if (response.FunctionError) {
    const error = new Error(result.errorMessage)
    error.name = result.errorType
    throw error
  }
  return result
}
`,
}

export const WRAPPERS = [
  'wrapper',
  'checked wrapper',
  'wrapper that throws the payload',
  'retrying wrapper',
  'retry of a function',
  'wrapper of wrappers',
] as const
