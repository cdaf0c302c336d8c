import { isSecretKey, redacted } from '../infra/diff/redact'

/** Files of configuration, whose lines are a key and a value. */
const CONFIGURATION = /\.ya?ml$|(^|\/)serverless[^/]*\.json$/

/** A unified diff of a configuration without literal values under secret-looking keys: for people, not for `git apply`. */
export function redactedDiff(file: string, diff: string): string {
  return CONFIGURATION.test(file) ? diff.split('\n').map(redactedLine).join('\n') : diff
}

function redactedLine(line: string): string {
  const [, start, key, value, end] = /^([ +-]\s*(?:- )?["']?([\w.-]+)["']?\s*:\s+)(.*?)(,?\s*)$/.exec(line) ?? []
  if (start === undefined || key === undefined || value === undefined || !isSecretKey(key)) return line
  // a map, a list, a tag, an anchor or a block scalar is no literal in this line
  if (/^[{[!&*|>#]|^$/.test(value)) return line
  const text = value.replace(/^(['"])(.*)\1$/, '$2')
  const shown = redacted(text, true)
  return shown === text ? line : `${start}${String(shown)}${end ?? ''}`
}
