import { type ConfigPath, isObject } from '../../../load/document'
import { checkErrorNames } from './errors'
import { checkValue, type ValueScope } from './expressions'
import type { DefinitionFault, Report } from './fault'
import {
  ANY_STATE,
  CATCHER,
  CHOICE_RULE,
  type Fields,
  JSONPATH_FIELDS,
  MACHINE,
  PROCESSOR,
  RETRIER,
  SCOPE,
  STATES,
  valueFault,
} from './fields'
import { assignedBy, innerScopes, listOf, type Scope, scopeOf, waysOf } from './scopes'
import { walkTemplate } from './template'
import { allAssigned, assignedBefore, checkName, isFunction, isHidden } from './variables'

const LONGEST_NAME = 80

/** Fields that hold no expressions, or are looked into on their own. */
const STRUCTURE = new Set([
  'Type',
  'Comment',
  'Next',
  'End',
  'Default',
  'Branches',
  'ItemProcessor',
  'Choices',
  'Retry',
])
const WITH_RESULT = new Set(['Task', 'Parallel', 'Map'])

/** What is wrong with a definition in JSONata; other definitions are not looked at. */
export function definitionFaults(definition: unknown): DefinitionFault[] {
  const faults: DefinitionFault[] = []
  const checker = new DefinitionChecker((rule, path, message) => void faults.push({ rule, path, message }))
  checker.machine(definition)
  return faults
}

/** Texts that CloudFormation, or the variables of a configuration, would take for a reference. */
export function substitutionFaults(definition: unknown): DefinitionFault[] {
  const faults: DefinitionFault[] = []
  walkTemplate(definition, [], {
    text(text, path) {
      if (text.includes('${')) faults.push({ rule: 'substitution', path, message: `"\${" in ${text}` })
    },
  })
  return faults
}

class DefinitionChecker {
  private readonly names = new Set<string>()

  constructor(private readonly report: Report) {}

  machine(definition: unknown): void {
    this.fields(definition, [], SCOPE, MACHINE)
    this.scope(scopeOf(definition, [], false), new Set(), new Set())
  }

  /** @param outer Variables of the scopes around, wherever they assign them. */
  private scope(scope: Scope, outer: ReadonlySet<string>, assigned: ReadonlySet<string>): void {
    const { states, start, path } = scope
    if (start !== undefined && !states.has(start))
      this.report('transition', [...path, 'StartAt'], `There is no state "${start}".`)
    const before = assignedBefore(scope, assigned)
    const own = new Set([...outer, ...allAssigned(scope)])
    for (const [name, state] of states) {
      const place = [...path, 'States', name]
      this.name(name, place)
      if (start !== undefined && states.has(start) && !before.has(name))
        this.report('unreachable', place, `No way leads to "${name}".`)
      this.state(state, place, { outer, variables: before.get(name) ?? new Set(), isInMap: scope.isInMap }, states)
      for (const inner of innerScopes(state, place, scope.isInMap)) {
        const isProcessor = inner.path.at(-1) === 'ItemProcessor'
        const value = isProcessor ? state.ItemProcessor : listOf(state.Branches)[Number(inner.path.at(-1))]
        this.fields(value, inner.path, SCOPE, ...(isProcessor ? [PROCESSOR] : []))
        this.scope(inner, own, before.get(name) ?? new Set())
      }
    }
    const ends = [...states.values()].some((state) => state.End === true || /^(Succeed|Fail)$/.test(String(state.Type)))
    if (states.size > 0 && !ends) this.report('transition', path, 'No state ends it.')
  }

  private name(name: string, path: ConfigPath): void {
    if ([...name].length > LONGEST_NAME)
      this.report('state-name', path, `"${name}" is longer than ${LONGEST_NAME} characters.`)
    if (this.names.has(name)) this.report('state-name', path, `"${name}" is the name of another state, too.`)
    this.names.add(name)
  }

  private state(state: Record<string, unknown>, path: ConfigPath, around: Around, states: Scope['states']): void {
    const type = String(state.Type)
    const known = STATES[type]
    if (!known) {
      if ('Type' in state) this.report('value', [...path, 'Type'], `There are no states of the type "${type}".`)
      else this.report('missing-field', path, '"Type" is missing.')
      return
    }
    this.fields(state, path, ANY_STATE, known)
    this.ways(type, state, path, states)
    const result = WITH_RESULT.has(type) ? 'result' : undefined
    for (const [field, value] of Object.entries(state)) {
      if (STRUCTURE.has(field) || field === 'Catch' || JSONPATH_FIELDS.has(field)) continue
      const hasResult = field === 'Assign' || field === 'Output'
      // the items of a Map are told of to what is made of each
      const isInMap = around.isInMap || field === 'ItemSelector'
      this.value(value, [...path, field], around, { ...(hasResult && result && { extra: result }), isInMap })
    }
    this.assign(state, path, around)
    this.list(state.Choices, [...path, 'Choices'], CHOICE_RULE, around, { isInMap: around.isInMap })
    this.list(state.Catch, [...path, 'Catch'], CATCHER, around, { extra: 'errorOutput', isInMap: around.isInMap })
    this.list(state.Retry, [...path, 'Retry'], RETRIER, around, { isInMap: around.isInMap })
  }

  private list(value: unknown, path: ConfigPath, fields: Fields, around: Around, scope: ValueScope): void {
    listOf(value).forEach((entry, index, all) => {
      const place = [...path, index]
      this.fields(entry, place, fields)
      if (!isObject(entry)) return
      if ('ErrorEquals' in entry)
        checkErrorNames(entry.ErrorEquals, index === all.length - 1, [...place, 'ErrorEquals'], this.report)
      for (const field of ['Condition', 'Assign', 'Output'])
        if (field in entry) this.value(entry[field], [...place, field], around, scope)
      this.assign(entry, place, around)
    })
  }

  private assign(owner: Record<string, unknown>, path: ConfigPath, { outer }: Around): void {
    for (const name of assignedBy(owner)) checkName(name, [...path, 'Assign', name], outer, this.report)
  }

  private value(value: unknown, path: ConfigPath, { variables }: Around, scope: ValueScope): void {
    const uses = checkValue(value, path, scope, this.report)
    for (const { name, path: place } of uses.variables)
      if (!variables.has(name) && !isFunction(name))
        this.report('unassigned-variable', place, `Nothing assigns "${name}" on any way to this state.`)
    for (const { name, path: place } of uses.functions)
      if (isHidden(name, variables))
        this.report('variable-name', place, `The variable "${name}" hides the function of that name.`)
  }

  private ways(type: string, state: Record<string, unknown>, path: ConfigPath, states: Scope['states']): void {
    const mustGoOn = !['Choice', 'Succeed', 'Fail'].includes(type)
    if (mustGoOn && 'Next' in state === 'End' in state)
      this.report('transition', path, 'A state has either "Next" or "End".')
    if (type === 'Wait' && 'Seconds' in state === 'Timestamp' in state)
      this.report('missing-field', path, 'A Wait has either "Seconds" or "Timestamp".')
    for (const { target, path: place } of waysOf(state, path))
      if (typeof target === 'string' && !states.has(target))
        this.report('transition', place, `There is no state "${target}" here.`)
  }

  private fields(value: unknown, path: ConfigPath, ...tables: readonly Fields[]): void {
    if (!isObject(value)) {
      this.report('value', path, 'It must be an object.')
      return
    }
    const required = Object.assign({}, ...tables.map((table) => table.required)) as NonNullable<Fields['required']>
    const kinds = { ...required, ...Object.assign({}, ...tables.map((table) => table.optional)) } as typeof required
    for (const name of Object.keys(required))
      if (!(name in value)) this.report('missing-field', path, `"${name}" is missing.`)
    for (const [name, inner] of Object.entries(value)) {
      const kind = kinds[name]
      const place = [...path, name]
      const fault = kind && valueFault(kind, inner)
      if (JSONPATH_FIELDS.has(name)) this.report('query-language', place, `"${name}" is for machines in JSONPath.`)
      else if (!kind) this.report('unknown-field', place, `"${name}" is not known here.`)
      else if (fault) this.report(kind === 'jsonata' ? 'query-language' : 'value', place, `"${name}" must ${fault}.`)
    }
  }
}

/** What is known where a state stands. */
interface Around {
  readonly outer: ReadonlySet<string>
  readonly variables: ReadonlySet<string>
  readonly isInMap: boolean
}
