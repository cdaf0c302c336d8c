import { asArray, isObject } from '../../load/document'

/**
 * The tree behind the text of a state machine's definition. Intrinsics stand in it where they stood: as `Fn::Sub`
 * variables, as references within the text, or as parts of a `Fn::Join`. What does not parse is left as it is.
 */
export function definitionTree(value: unknown): unknown {
  const { text, variables, hasReferences } = textOf(value)
  if (text === undefined) return value
  try {
    return JSON.parse(text, (_, item: unknown) =>
      typeof item === 'string' ? leaf(item, variables, hasReferences) : item,
    )
  } catch {
    return value
  }
}

interface DefinitionText {
  readonly text: string | undefined
  /** Values by the name that stands for them in the text. */
  readonly variables: ReadonlyMap<string, unknown>
  /** Whether `${…}` in the text is a reference. */
  readonly hasReferences: boolean
}

function textOf(value: unknown): DefinitionText {
  const none = { text: undefined, variables: new Map(), hasReferences: false }
  if (typeof value === 'string') return { ...none, text: value }
  if (!isObject(value)) return none
  const substitution = value['Fn::Sub']
  if (typeof substitution === 'string') return { ...none, text: substitution, hasReferences: true }
  if (Array.isArray(substitution) && typeof substitution[0] === 'string') {
    const variables = new Map(Object.entries(isObject(substitution[1]) ? substitution[1] : {}))
    return { text: substitution[0], variables, hasReferences: true }
  }
  const [separator, parts] = asArray(value['Fn::Join'])
  if (typeof separator !== 'string' || !Array.isArray(parts)) return none
  const variables = new Map<string, unknown>()
  const texts = parts.map((part, index) => {
    if (typeof part === 'string') return part
    variables.set(`part${index}`, part)
    return `\${part${index}}`
  })
  return { text: texts.join(separator), variables, hasReferences: true }
}

function leaf(text: string, variables: ReadonlyMap<string, unknown>, hasReferences: boolean): unknown {
  if (!hasReferences || !text.includes('${')) return text
  const own = [...variables].filter(([name]) => text.includes(`\${${name}}`))
  return { 'Fn::Sub': own.length > 0 ? [text, Object.fromEntries(own)] : text }
}
