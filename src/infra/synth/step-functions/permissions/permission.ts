import { isDeepStrictEqual } from 'node:util'
import { asObject, asString, type ConfigObject } from '../../../../load/document'

/** What a task needs: actions, separated by commas, and the resource or resources. */
export interface Permission {
  readonly action: string
  readonly resource: unknown
}

/** A parameter of a task, in either query language. */
export function parameter(state: ConfigObject, name: string): unknown {
  const { Parameters: parameters, Arguments: args, QueryLanguage: language } = state
  if (language === 'JSONata') return asObject(args)[name]
  if (language === 'JSONPath') return asObject(parameters)[name]
  if (parameters && !args) return asObject(parameters)[name]
  return args && !parameters ? asObject(args)[name] : undefined
}

/** Whether only the execution knows the parameter: `Name.$`, or a JSONata expression. */
export function isRuntimeValue(state: ConfigObject, name: string): boolean {
  const argument = asString(asObject(state.Arguments)[name])
  return Boolean(asObject(state.Parameters)[`${name}.$`]) || Boolean(argument?.trim().startsWith('{%'))
}

/** Permissions with the same actions are one, and so are those with the same resources. */
export function merged(permissions: readonly Permission[]): Permission[] {
  const byAction = grouped(permissions, ({ action }) => action).map((group): Permission => {
    const resources: unknown[] = []
    for (const resource of group.flatMap(({ resource }) => resource)) {
      if (!resources.some((known) => isDeepStrictEqual(known, resource))) resources.push(resource)
    }
    return { action: group[0]?.action ?? '', resource: resources.includes('*') ? '*' : resources }
  })
  return grouped(byAction, ({ resource }) => JSON.stringify(resource)).map((group) => ({
    action: [...new Set(group.flatMap(({ action }) => action.split(',')))].join(),
    resource: group[0]?.resource,
  }))
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups.values()]
}

/** `arn:…` with pseudo parameters and, as the plugin writes some, a map of variables without any. */
export function pseudoArn(text: string, variables?: Readonly<Record<string, unknown>>): unknown {
  return { 'Fn::Sub': variables ? [text, variables] : text }
}

/** What a task that waits for another service needs: a rule that tells of its end. */
export function managedRule(resource: unknown): Permission {
  return { action: 'events:PutTargets,events:PutRule,events:DescribeRule', resource }
}
