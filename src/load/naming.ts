/**
 * Names that the packager derives. Source of the rules: `lib/plugins/aws/lib/naming.js` of osls 4.3.1, the same in
 * Serverless 3.
 */

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** For keys of functions, buses, layers and state machines: `stand-alone` becomes `StandDashalone`. */
export function normalizedName(key: string): string {
  return upperFirst(key.replace(/-/g, 'Dash').replace(/_/g, 'Underscore'))
}

/** For queues, topics, streams, buckets and rules: all that is no letter or digit goes. */
export function alphanumericName(name: string): string {
  return upperFirst(name.replace(/[^0-9A-Za-z]/g, ''))
}

export function functionLogicalId(key: string): string {
  return `${normalizedName(key)}LambdaFunction`
}

export function logGroupLogicalId(key: string): string {
  return `${normalizedName(key)}LogGroup`
}

/** Name that the packager gives a function without `name:`. */
export function defaultFunctionName(service: string, stage: string, key: string): string {
  return `${service}-${stage}-${key}`
}
