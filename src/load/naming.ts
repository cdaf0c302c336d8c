/**
 * Names that the packager derives. Source of the rules: `lib/plugins/aws/lib/naming.js` of osls 4.3.1, the same in
 * Serverless 3.
 */

export function upperFirst(text: string): string {
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

/** For the path of a route or resource: `/order-items/{id}` becomes `OrderDashitemsIdVar`. */
export function pathName(path: string): string {
  return path
    .split('/')
    .map((part) => {
      const name = part
        .toLowerCase()
        .replace(/-/g, 'Dash')
        .replace(/\{(.*)\}/g, '$1Var')
      return alphanumericName(name)
    })
    .join('')
}

/** The words of a name, which begin with a capital or after what is no letter or digit. */
export function wordsOf(name: string): readonly string[] {
  return name.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g) ?? []
}

/** The words of a name in one: `application/json` becomes `ApplicationJson`. */
export function startCase(name: string): string {
  return wordsOf(name).map(upperFirst).join('')
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
