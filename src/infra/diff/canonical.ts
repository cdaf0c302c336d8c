import { asArray, isObject } from '../../load/document'

/**
 * One form for values that CloudFormation takes for the same: `Fn::GetAtt` as a list; `Fn::Join` of literal parts and
 * `Fn::Sub` with variables as one `Fn::Sub` text; a `Fn::Sub` of nothing but a reference as that reference.
 */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, canonical(item)])
  const [entry, ...rest] = entries
  if (entry === undefined || rest.length > 0) return Object.fromEntries(entries)
  return canonicalIntrinsic(entry[0], entry[1]) ?? Object.fromEntries(entries)
}

function canonicalIntrinsic(name: string, argument: unknown): unknown {
  switch (name) {
    case 'Fn::GetAtt':
      return typeof argument === 'string' ? attribute(argument) : undefined
    case 'Fn::Sub': {
      const [text, variables] = Array.isArray(argument) ? argument : [argument, {}]
      return typeof text === 'string' ? substitution(substituted(text, variables), variables) : undefined
    }
    case 'Fn::Join': {
      const [separator, parts] = asArray(argument)
      const texts = Array.isArray(parts) ? parts.map(asSubText) : [undefined]
      if (typeof separator !== 'string' || texts.some((text) => text === undefined)) return undefined
      return substitution(texts.join(escaped(separator)), {})
    }
    default:
      return undefined
  }
}

function attribute(text: string): unknown {
  const [id = '', ...rest] = text.split('.')
  return { 'Fn::GetAtt': [id, rest.join('.')] }
}

/** A text of `Fn::Sub` with the variables that are texts or references put in. */
function substituted(text: string, variables: unknown): string {
  if (!isObject(variables)) return text
  return text.replace(/\$\{([^!}][^}]*)\}/g, (whole, name: string) =>
    name in variables ? (asSubText(variables[name]) ?? whole) : whole,
  )
}

/** The intrinsic that a text of `Fn::Sub` is; variables that could not be put in stay. */
function substitution(text: string, variables: unknown): unknown {
  const left = Object.entries(isObject(variables) ? variables : {}).filter(([name]) => text.includes(`\${${name}}`))
  if (left.length > 0) return { 'Fn::Sub': [text, Object.fromEntries(left)] }
  const [, only] = /^\$\{([^!}][^}]*)\}$/.exec(text) ?? []
  if (only !== undefined) return only.includes('.') ? attribute(only) : { Ref: only }
  if (!/\$\{[^!}]/.test(text)) return text.replace(/\$\{!/g, '${')
  return { 'Fn::Sub': text }
}

/** A value as a piece of a text of `Fn::Sub`. */
function asSubText(value: unknown): string | undefined {
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!isObject(value)) return undefined
  const { Ref: reference, 'Fn::GetAtt': path, 'Fn::Sub': text } = value
  if (typeof reference === 'string') return `\${${reference}}`
  if (Array.isArray(path) && path.every((part) => typeof part === 'string')) return `\${${path.join('.')}}`
  return typeof text === 'string' ? text : undefined
}

/** Escapes `${` that is no reference. The framework's own variables (`${ssm:/x}`), which the deployment resolves, stay. */
function escaped(text: string): string {
  return text.replace(/\$\{(?![A-Za-z]+(?:\([^)]*\))?:(?!:))/g, '${!')
}
