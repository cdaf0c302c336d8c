import { isDeepStrictEqual } from 'node:util'
import { CannotEdit } from '../../src/infra/edit/cannot-edit'
import { type ConfigChange, changed, withoutShells } from '../../src/infra/edit/config-change'
import { ConfigEditors } from '../../src/infra/edit/config-editors'
import { asArray, asObject, type ConfigPath, isObject, nodeAt } from '../../src/load/document'
import { memoryWorkspace } from '../../src/workspace/overlay'
import { packagerRead } from './packager-yaml'

const mark = { rule: 'test', reason: 'test', sites: [0] }

/** The editors of a workspace that holds one file. */
export function editorsOf(file: string, text: string): ConfigEditors {
  return new ConfigEditors(memoryWorkspace({ [file]: text }), [])
}

/** A text after a change. @throws CannotEdit */
export function editedText(file: string, text: string, change: ConfigChange): string {
  const editors = editorsOf(file, text)
  editors.apply(file, change, mark)
  return editors.text(file)
}

/** The change that takes back what another one added, given the data before it. */
export function inverse(data: unknown, change: ConfigChange): ConfigChange {
  if (change.op === 'remove') throw new Error('A removal has no inverse.')
  const { path } = change
  let known = 0
  while (known < path.length && hasNode(data, path.slice(0, known + 1))) known++
  if (change.op === 'set') {
    if (known === path.length) return { op: 'set', path, value: nodeAt(data, path) }
    // what was there, though empty, stays
    return { op: 'remove', path, keep: known }
  }
  return { op: 'remove', path: [...path, asArray(nodeAt(data, path)).length], keep: known }
}

function hasNode(data: unknown, path: ConfigPath): boolean {
  const parent = nodeAt(data, path.slice(0, -1))
  const step = path.at(-1) ?? ''
  return Array.isArray(parent) ? Number(step) < parent.length : isObject(parent) && Object.hasOwn(parent, step)
}

/** A change of a service, and what it needs to be possible: each place must be a map, a list, or nothing yet. */
export interface Operation {
  readonly name: string
  readonly change: ConfigChange
}

const QUEUE = {
  Type: 'AWS::SQS::Queue',
  Properties: {
    VisibilityTimeout: 36,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['ZzDLQ', 'Arn'] }, maxReceiveCount: 3 },
  },
}

/** Everything that rewrites do to a configuration, for each place that a file has. */
export function operationsOn(data: unknown): Operation[] {
  const root = asObject(data)
  const functions = sections(root.functions, ['functions'])
  const [first] = functions.flatMap(({ path, map }) => {
    const [key] = Object.keys(map).filter((name) => isObject(map[name]))
    return key === undefined ? [] : [[...path, key]]
  })
  const resources = sections(root.resources, ['resources'])
  const statements: ConfigPath =
    asObject(root.provider).iamRoleStatements === undefined
      ? ['provider', 'iam', 'role', 'statements']
      : ['provider', 'iamRoleStatements']
  const statement = {
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: { 'Fn::GetAtt': ['ZzQueue', 'Arn'] },
  }
  const ofFunction = first
    ? [
        set('an environment variable of a function', [...first, 'environment', 'ZZ_URL'], { Ref: 'ZzQueue' }),
        append('an event', [...first, 'events'], { sqs: { arn: { 'Fn::GetAtt': ['ZzQueue', 'Arn'] }, batchSize: 1 } }),
        set('a changed handler', [...first, 'handler'], 'src/zz.handler'),
        set('a changed timeout', [...first, 'timeout'], 42),
      ]
    : []
  return [
    set('a function', [...(functions[0]?.path ?? ['functions']), 'zzNew'], { handler: 'src/zz.handler', timeout: 30 }),
    set('an environment variable of the provider', ['provider', 'environment', 'ZZ_DAY'], '2012-10-17'),
    set('a resource', [...(resources[0]?.path ?? ['resources']), 'Resources', 'ZzQueue'], QUEUE),
    append('a statement', statements, statement),
    ...ofFunction,
  ]
}

/** The maps of a section: itself, or the items of a list that are written in place; a new item where none is. */
function sections(node: unknown, path: ConfigPath): { path: ConfigPath; map: Record<string, unknown> }[] {
  if (!Array.isArray(node)) return [{ path, map: { ...asObject(node) } }]
  const inPlace = node.flatMap((item, index) => (isObject(item) ? [{ path: [...path, index], map: { ...item } }] : []))
  return inPlace.length > 0 ? inPlace : [{ path: [...path, node.length], map: {} }]
}

function set(name: string, path: ConfigPath, value: unknown): Operation {
  return { name, change: { op: 'set', path, value } }
}

function append(name: string, path: ConfigPath, value: unknown): Operation {
  return { name, change: { op: 'append', path, value } }
}

/** Whether every place on the way of a change is a map, a list, or nothing: else there is nothing to edit. */
export function isPossible(data: unknown, { path, op }: ConfigChange): boolean {
  const last = op === 'append' ? path.length : path.length - 1
  for (let length = 0; length <= last; length++) {
    const node = nodeAt(data, path.slice(0, length))
    if (node !== undefined && node !== null && typeof node !== 'object') return false
  }
  return true
}

/** The removals of what rewrites leave behind: every function, variable, event, statement and resource of a file. */
export function removalsOn(data: unknown): Operation[] {
  const root = asObject(data)
  const functions = sections(root.functions, ['functions'])
  const resources = sections(root.resources, ['resources'])
  const ofFunctions = functions.flatMap(({ path, map }) =>
    Object.keys(map).flatMap((key) => [
      ...below('a variable that goes', data, [...path, key, 'environment']),
      ...below('an event that goes', data, [...path, key, 'events']),
    ]),
  )
  return [
    ...functions.flatMap(({ path }) => below('a function that goes', data, path)),
    ...ofFunctions,
    ...below('a variable that goes', data, ['provider', 'environment']),
    ...below('a statement that goes', data, ['provider', 'iamRoleStatements']),
    ...below('a statement that goes', data, ['provider', 'iam', 'role', 'statements']),
    ...resources.flatMap(({ path }) => below('a resource that goes', data, [...path, 'Resources'])),
  ]
}

function below(name: string, data: unknown, path: ConfigPath): Operation[] {
  const node = nodeAt(data, path)
  const steps = Array.isArray(node) ? node.map((_, index) => index) : Object.keys(asObject(node))
  return steps.map((step) => ({ name, change: { op: 'remove', path: [...path, step] } }))
}

/**
 * What is wrong with a change of a YAML file: bytes that are lost, another meaning to the reader of the packager, or that
 * it cannot be taken back to the byte. `undefined` where nothing is.
 */
export function faultOf(file: string, text: string, data: unknown, { change }: Operation): string | undefined {
  const editors = editorsOf(file, text)
  const refusal = attempt(() => editors.apply(file, change, mark))
  if (refusal !== undefined) return `refused: ${refusal}`
  const after = editors.text(file)
  const before = read(text)
  if ('data' in before) {
    const now = read(after)
    if (!('data' in now)) return `the packager cannot read it: ${now.problem}`
    if (!isDeepStrictEqual(withoutShells(now.data), withoutShells(changed(before.data, change))))
      return 'the packager reads something else'
  }
  const edits = editors.edits()
  if (change.op === 'remove') {
    const written = edits.map((edit) => edit.text).join('')
    return written.trim() === '' ? undefined : `wrote ${JSON.stringify(written)}`
  }
  const lost = edits.map(({ start, end }) => text.slice(start, end)).join('')
  const old = change.op === 'set' ? nodeAt(data, change.path) : undefined
  if (old !== undefined && old !== null) return undefined
  // an empty value makes room for what it gets, and need not be the same again
  if (/^ *(~|null|\{\}|\[\])$/.test(lost)) return undefined
  return lost === '' ? notTakenBack(file, text, after, inverse(data, change)) : `lost ${JSON.stringify(lost)}`
}

function notTakenBack(file: string, text: string, after: string, back: ConfigChange): string | undefined {
  const editors = editorsOf(file, after)
  const refusal = attempt(() => editors.apply(file, back, mark))
  if (refusal !== undefined) return `not taken back: ${refusal}`
  const restored = editors.text(file)
  return restored === text ? undefined : `not the original bytes: ${firstDifference(text, restored)}`
}

function attempt(edit: () => void): string | undefined {
  try {
    edit()
    return undefined
  } catch (error) {
    if (error instanceof CannotEdit) return error.message
    throw error
  }
}

function read(text: string): { readonly data: unknown } | { readonly problem: string } {
  try {
    return { data: packagerRead(text) }
  } catch (error) {
    return { problem: String(error) }
  }
}

function firstDifference(a: string, b: string): string {
  let head = 0
  while (head < a.length && a[head] === b[head]) head++
  const around = (text: string) => text.slice(Math.max(0, head - 40), head + 60)
  return JSON.stringify({ was: around(a), is: around(b) })
}
