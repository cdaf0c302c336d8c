import { asArray, asString, isObject } from './document'

/** What the `FunctionName` of a call is, seen from one caller. */
export type FunctionName =
  /** A name or ARN. Pieces that are not known are `HOLE`; variables of the configuration stand as written. */
  | { readonly kind: 'text'; readonly text: string; readonly qualifier: string | undefined }
  /** `!Ref XLambdaFunction`, `!GetAtt XLambdaFunction.Arn`. */
  | { readonly kind: 'logical-id'; readonly id: string }
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
  const joined = joinedText(value)
  return joined === undefined ? { kind: 'unknown', why: 'env-is-symbolic' } : fromText(joined)
}

/** The text of `Fn::Join` and `Fn::Sub`, with holes for what the deployment fills in. */
function joinedText(value: Record<string, unknown> | object): string | undefined {
  const { 'Fn::Sub': sub, 'Fn::Join': join } = value as Record<string, unknown>
  const template = Array.isArray(sub) ? asString(sub[0]) : asString(sub)
  if (template !== undefined) {
    const only = /^\$\{(\w+LambdaFunction)(\.Arn)?\}$/.exec(template)
    return only ? undefined : template.replace(/\$\{AWS::[^}]+\}/g, HOLE)
  }
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
