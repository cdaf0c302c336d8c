import { asArray, asString, type ConfigObject, isObject } from './document'

/** What the `FunctionName` of a call is, seen from one caller. */
export type FunctionName =
  /** A name or ARN. Pieces that are not known are `HOLE`; variables of the configuration stand as written. */
  | {
      readonly kind: 'text'
      readonly text: string
      readonly qualifier: string | undefined
      /** Whether a piece comes from a variable that the caller's configuration does not set. */
      readonly lacksVariable?: boolean
    }
  /** `!Ref XLambdaFunction`, `!GetAtt XLambdaFunction.Arn`. */
  | { readonly kind: 'logical-id'; readonly id: string; readonly qualifier?: string | undefined }
  /** The caller itself. */
  | { readonly kind: 'self' }
  | {
      readonly kind: 'unknown'
      readonly why: 'parameter' | 'env-not-declared' | 'env-is-symbolic' | 'runtime-data' | 'absent'
    }

/** Stands in a name for a piece that is not known. */
export const HOLE = '\u0001'

/** A variable that only the deployment knows, as it stands in a name. */
export const SYMBOL = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g

/** A name as the configuration gives it: text or an intrinsic. */
export function fromConfiguration(value: unknown): FunctionName {
  if (typeof value === 'string') {
    return /^\$\{[^}]*\}$/.test(value) ? { kind: 'unknown', why: 'env-is-symbolic' } : fromText(value)
  }
  if (!isObject(value)) return { kind: 'unknown', why: 'env-is-symbolic' }
  const ref = asString(value.Ref)
  if (ref !== undefined) return { kind: 'logical-id', id: ref }
  const attribute = value['Fn::GetAtt']
  const [id, name] = typeof attribute === 'string' ? attribute.split('.') : asArray(attribute).map(String)
  if (id !== undefined && name === 'Arn') return { kind: 'logical-id', id }
  const sub = /^\$\{(\w+)(?:\.Arn)?\}(?::(.+))?$/.exec(subText(value) ?? '')
  if (sub?.[1]) return { kind: 'logical-id', id: sub[1], qualifier: sub[2] }
  const joined = joinedText(value)
  return joined === undefined ? { kind: 'unknown', why: 'env-is-symbolic' } : fromText(joined)
}

/** The template of `Fn::Sub`, where it brings no variables of its own. */
function subText(value: ConfigObject): string | undefined {
  const sub = value['Fn::Sub']
  return Array.isArray(sub) ? (sub.length === 1 ? asString(sub[0]) : undefined) : asString(sub)
}

/** The text of `Fn::Join` and `Fn::Sub`, with holes for what the deployment fills in. */
function joinedText(value: ConfigObject): string | undefined {
  const { 'Fn::Join': join } = value
  const template = subText(value)
  if (template !== undefined) return template.replace(/\$\{AWS::[^}]+\}/g, HOLE)
  if (!Array.isArray(join)) return undefined
  const [separator, pieces] = join
  return asArray(pieces)
    .map((piece) => (typeof piece === 'string' ? piece : HOLE))
    .join(String(separator))
}

/** Takes a name, a partial or a full ARN apart: `arn:aws:lambda:eu-west-1:123456789012:function:name:alias`. */
export function fromText(text: string): FunctionName {
  const arn = /(?:^|:)function:([^:]+)(?::(.+))?$/.exec(text)
  if (arn) return { kind: 'text', text: arn[1] ?? '', qualifier: arn[2] }
  const [name = '', qualifier] = text.includes('${') ? [text] : text.split(':')
  return { kind: 'text', text: name, qualifier }
}

/** A text as a pattern that matches it and nothing else. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
