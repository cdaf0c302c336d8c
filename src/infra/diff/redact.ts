import { isObject } from '../../load/document'
import type { PropertyChange } from './model'

/** What stands for a secret in every form of the output. */
export const REDACTED = '(redacted)'

/** Words in a key that make its value a secret. */
const SECRET_KEY =
  /pass(word|wd|phrase|code)?$|pwd|secret|token|api_?key|private_?key|signing_?key|encryption_?key|access_?key|credential|connection_?string|\bdsn$|_dsn$|webhook|auth$|salt$/i

/** What such a word only names or measures: `TOKEN_TABLE_NAME`, `SECRET_ARN`, `tokenTtl`. */
const NOT_THE_SECRET =
  /(name|arn|arns|url_?name|fn|function|table|queue|topic|bucket|path|prefix|ttl|expiry|expires|expiration|timeout|minutes|seconds|days|length|count|enabled|region|type|mode|version|algorithm|header|stage|issuer|audience)$/i

/** Values that are secrets wherever they stand. */
const SECRET_VALUE =
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(sk|rk)_(live|test)_\w{10,}|\bgh[pousr]_\w{30,}|\bxox[abprs]-[\w-]{10,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./

/** The password of a URL. */
const URL_PASSWORD = /(\b[a-z][\w+.-]*:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/gi

/** A change without its secrets. That it is a change was found out before. */
export function redactedChange<T extends Pick<PropertyChange, 'path' | 'before' | 'after'>>(change: T): T {
  const isSecret = isSecretKey(lastKey(change.path))
  return {
    ...change,
    ...('before' in change && { before: redacted(change.before, isSecret) }),
    ...('after' in change && { after: redacted(change.after, isSecret) }),
  }
}

/** Whether the value under a key is not to be shown. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !NOT_THE_SECRET.test(key)
}

/** A value without its secrets. What only refers to one stays: references, `${ssm:…}`, `{{resolve:…}}`, ARNs. */
export function redacted(value: unknown, isSecret = false): unknown {
  if (typeof value === 'string') return isSecret ? redactedSecret(value) : redactedText(value)
  if (typeof value === 'number') return isSecret ? REDACTED : value
  if (Array.isArray(value)) return value.map((item) => redacted(item, isSecret))
  if (!isObject(value)) return value
  // `{ Name: 'DB_PASSWORD', Value: '…' }`: the form of containers and of tags
  const named = [value.Name, value.Key].some((name) => typeof name === 'string' && isSecretKey(name))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === 'Ref' || key === 'Fn::GetAtt' || key === 'Fn::ImportValue') return [key, item]
      const isIntrinsic = key.startsWith('Fn::')
      return [key, redacted(item, isIntrinsic ? isSecret : isSecretKey(key) || (named && key === 'Value'))]
    }),
  )
}

function redactedText(text: string): string {
  if (SECRET_VALUE.test(text)) return REDACTED
  return text.replace(URL_PASSWORD, (_, start: string) => `${start}${REDACTED}`)
}

function redactedSecret(text: string): string {
  if (text === '' || /^(true|false)$/i.test(text)) return text
  const rest = text.replace(/\$\{[^}]*\}|\{\{resolve:[^}]*\}\}/g, '')
  return rest === '' || /^arn:/.test(text) ? text : REDACTED
}

function lastKey(path: string): string {
  return (
    path
      .replace(/\[\d*\]$/, '')
      .split('.')
      .at(-1) ?? ''
  )
}
