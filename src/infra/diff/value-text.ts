import { isObject } from '../../load/document'

/** A value of a template in one line; references as they are read: `${Queue.Arn}`. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  const [entry, ...rest] = isObject(value) ? Object.entries(value) : []
  const text = entry && rest.length === 0 ? intrinsicText(entry[0], entry[1]) : undefined
  return text ?? JSON.stringify(readableParts(value))
}

/** The diff library prints intrinsics that it cannot simplify as JSON. */
export function readable(text: string): string {
  if (!text.startsWith('{')) return text
  try {
    return valueText(JSON.parse(text))
  } catch {
    return text
  }
}

function intrinsicText(name: string, argument: unknown): string | undefined {
  if (name === 'Ref') return `\${${String(argument)}}`
  if (name === 'Fn::GetAtt') return `\${${Array.isArray(argument) ? argument.join('.') : String(argument)}}`
  if (name === 'Fn::Sub') return Array.isArray(argument) ? substituted(argument[0], argument[1]) : String(argument)
  if (name === 'Fn::ImportValue') return `import ${valueText(argument)}`
  const [separator, parts] = name === 'Fn::Join' && Array.isArray(argument) ? argument : []
  return Array.isArray(parts) ? parts.map(valueText).join(String(separator)) : undefined
}

/** `${a}:*` with the values of its variables. */
function substituted(template: unknown, variables: unknown): string {
  return String(template).replace(/\$\{([^!}]+)\}/g, (whole, name: string) =>
    isObject(variables) && name in variables ? valueText(variables[name]) : whole,
  )
}

/** Lists and maps with the intrinsics in them as text. */
function readableParts(value: unknown): unknown {
  if (typeof value === 'string') return readable(value)
  if (Array.isArray(value)) return value.map(readableParts)
  if (!isObject(value)) return value
  const [entry, ...rest] = Object.entries(value)
  const text = entry && rest.length === 0 ? intrinsicText(entry[0], entry[1]) : undefined
  return text ?? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readableParts(item)]))
}
