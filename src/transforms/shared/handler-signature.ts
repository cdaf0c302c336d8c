import { ts } from 'ts-morph'
import type { HandlerForm } from './handler-form'
import type { HandlerTypes } from './handler-types'

/** The head of a new handler that stands before an old one: its parameters and types. */
export interface Signature {
  /** `event: Type0$, context: Type1$`. */
  readonly parameters: string
  /** `: Type2$`, or nothing. */
  readonly result: string
  /** The text of each type. Types stand as names in what is printed, so that they come out as they were written. */
  readonly types: readonly string[]
}

/**
 * The head of a handler that takes what the old one takes, and another event.
 * @param other The type of the other event; absent in JavaScript.
 * @param result The type of the result, where one is to be written.
 * @param parameters Those that the old one keeps.
 */
export function handlerSignature(
  { node }: HandlerForm,
  types: HandlerTypes,
  other: string | undefined,
  result: string | undefined,
  parameters: readonly ts.ParameterDeclaration[] = node.parameters,
): Signature {
  const texts: string[] = []
  const typed = (type: string | undefined) =>
    other === undefined || type === undefined ? '' : `: ${placeholder(texts.push(type) - 1)}`
  const isOpen = types.event === undefined || types.event === 'any' || types.event === 'unknown'
  const event = `event${typed(isOpen ? (types.event ?? 'unknown') : `${types.event} | ${other}`)}`
  const [, ...others] = parameterNames(parameters)
  const typeAt = (index: number) => (index === 0 ? types.context : parameters[index + 1]?.type?.getText())
  const taken = [event, ...others.map((name, index) => `${name}${typed(typeAt(index))}`)].join(', ')
  return { parameters: taken, result: typed(result), types: texts }
}

/** Names for what a handler is given: those of its parameters, where they are names. */
export function parameterNames(parameters: readonly ts.ParameterDeclaration[]): string[] {
  const usual = ['event', 'context']
  return parameters.map(({ name }, index) =>
    index > 0 && ts.isIdentifier(name) ? name.text : (usual[index] ?? `argument${index}`),
  )
}

/** Puts the types in that the signature left out of the printed text. */
export function withTypes(printed: string, { types }: Signature): string {
  return types.reduce((text, type, index) => text.replace(placeholder(index), () => type), printed)
}

function placeholder(index: number): string {
  return `Type${index}$`
}

/** The statement that exports the new handler, in the form in which the old one was. `body` is a block or an expression. */
export function exportedAs(
  form: HandlerForm,
  { parameters, result }: Signature,
  isAsync: boolean,
  body: string,
): string {
  const keyword = isAsync ? 'async ' : ''
  const arrow = `${keyword}(${parameters})${result} => ${body};`
  const block = body.startsWith('{') ? body : `{ return ${body}; }`
  switch (form.kind) {
    case 'exported-constant':
      return `export const ${form.name.text} = ${arrow}`
    case 'exported-function':
      return `export ${keyword}function ${form.name.text}(${parameters})${result} ${block}`
    case 'exports-assignment':
      return `${form.target.getText()} = ${arrow}`
    case 'listed':
      return ts.isFunctionDeclaration(form.node)
        ? `${keyword}function ${form.name.text}(${parameters})${result} ${block}`
        : `const ${form.name.text} = ${arrow}`
  }
}
