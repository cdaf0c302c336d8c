import type { InfraDiff, ResourceChange } from '../infra/diff/model'
import { asArray, asObject, asString, type ConfigObject } from '../load/document'

/** A picture of a state machine. */
export interface StateDiagram {
  /** Logical id of the machine. */
  readonly machine: string
  /** Mermaid's text of it: https://mermaid.js.org/syntax/stateDiagram.html */
  readonly mermaid: string
}

/** The state machines that a plan makes in one stack, as pictures. */
export function stateDiagrams({ created }: InfraDiff): StateDiagram[] {
  return created
    .filter(({ type }) => type === 'AWS::StepFunctions::StateMachine')
    .map((row) => ({ machine: row.logicalId, definition: definitionOf(row) }))
    .filter(({ definition }) => Object.keys(asObject(definition.States)).length > 0)
    .map(({ machine, definition }) => ({
      machine,
      mermaid: `${['stateDiagram-v2', ...flow(definition, '  ')].join('\n')}\n`,
    }))
}

/** The definition, of which the diff has the leaves. Names of states that a plan gives have no dots. */
function definitionOf({ properties }: ResourceChange): ConfigObject {
  const root: Record<string, unknown> = {}
  for (const { path, after } of properties) {
    const keys = path.split('.')
    const last = keys.pop() as string
    let map = root
    for (const key of keys) {
      map[key] ??= {}
      map = map[key] as Record<string, unknown>
    }
    map[last] = after
  }
  return asObject(root.Definition)
}

/** States from `StartAt` to the ends, in that order; branches stand within the state that they belong to. */
function flow({ StartAt, States }: ConfigObject, indent: string): string[] {
  const states = new Map(Object.entries(asObject(States)).map(([name, state]) => [name, asObject(state)]))
  const order = reached(String(StartAt), states)
  return [
    ...order.filter(isKeyword).map((name) => `${indent}state "${name}" as ${idOf(name)}`),
    `${indent}[*] --> ${idOf(String(StartAt))}`,
    ...order.flatMap((name) => {
      const state = states.get(name) ?? {}
      return [
        ...inner(name, state, indent),
        ...[...tries(name, state), ...ways(state)].map((way) => `${indent}${wayText(name, way)}`),
      ]
    }),
  ]
}

/** Names of states in the order in which they are met: first what comes when nothing fails. */
function reached(start: string, states: ReadonlyMap<string, ConfigObject>): string[] {
  const names = new Set<string>()
  const visit = (name: string): void => {
    const state = states.get(name)
    if (!state || names.has(name)) return
    names.add(name)
    for (const { to } of ways(state)) if (to !== undefined) visit(to)
  }
  visit(start)
  return [...names]
}

function inner(name: string, { Branches, ItemProcessor }: ConfigObject, indent: string): string[] {
  const flows = ItemProcessor ? [asObject(ItemProcessor)] : asArray(Branches).map(asObject)
  if (flows.length === 0) return []
  const texts = flows.map((branch) => flow(branch, `${indent}  `))
  const separated = texts.flatMap((lines, index) => (index === 0 ? lines : [`${indent}  --`, ...lines]))
  return [`${indent}state ${idOf(name)} {`, ...separated, `${indent}}`]
}

interface Way {
  /** The end, where there is none. */
  readonly to: string | undefined
  readonly label?: string
}

function ways(state: ConfigObject): Way[] {
  const choices = asArray(state.Choices).map((choice) => asString(asObject(choice).Next))
  switch (state.Type) {
    case 'Choice':
      return [
        ...choices.map((to, index) => ({ to, label: choices.length === 1 ? 'yes' : `case ${index + 1}` })),
        { to: asString(state.Default), label: choices.length === 1 ? 'no' : 'otherwise' },
      ]
    case 'Fail':
      return [{ to: undefined, label: 'fails' }]
    default:
      return [
        { to: asString(state.Next) },
        ...asArray(state.Catch).map((entry) => {
          const { ErrorEquals, Next } = asObject(entry)
          return { to: asString(Next), label: errorsOf(ErrorEquals) }
        }),
      ]
  }
}

/** The ways back to a state that is tried again. */
function tries(name: string, { Retry }: ConfigObject): Way[] {
  return asArray(Retry).flatMap((entry) => {
    const { ErrorEquals, MaxAttempts = 3 } = asObject(entry)
    if (Number(MaxAttempts) === 0) return []
    const label = `tried again up to ${MaxAttempts} ${MaxAttempts === 1 ? 'time' : 'times'} (${errorsOf(ErrorEquals)})`
    return [{ to: name, label }]
  })
}

/** Names of errors as a label has them: a colon, or a new line, would end it. */
function errorsOf(errors: unknown): string {
  return asArray(errors)
    .map((error) => (error === 'States.ALL' ? 'error' : asString(error)))
    .join(', ')
}

function wayText(name: string, { to, label }: Way): string {
  return `${idOf(name)} --> ${to === undefined ? '[*]' : idOf(to)}${label === undefined ? '' : `: ${label}`}`
}

/** Mermaid's words, which it knows in capital letters too. */
const KEYWORDS = [
  'accdescr',
  'acctitle',
  'as',
  'class',
  'classdef',
  'click',
  'direction',
  'end',
  'hide',
  'note',
  'scale',
]

function isKeyword(name: string): boolean {
  return [...KEYWORDS, 'state', 'style', 'title'].includes(name.toLowerCase())
}

function idOf(name: string): string {
  return isKeyword(name) ? `${name}_` : name
}
