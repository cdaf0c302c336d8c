import type { ConfigPath } from '../../../load/document'
import type { Report } from './fault'
import { CONTEXT_MEMBERS, FUNCTIONS, STATES_MEMBERS } from './functions'
import { type TreeNode, walkExpression } from './syntax-tree'
import { expressionText, isBrokenExpression, walkTemplate } from './template'

/** The members of `$states` that a field may use, beside `input` and `context`. */
export type Extra = 'result' | 'errorOutput'

/** What stands around a value of a definition. */
export interface ValueScope {
  readonly extra?: Extra
  /** Whether it stands inside of a Map, whose items the context tells of. */
  readonly isInMap: boolean
}

/** The variables that the expressions of a value read, each with the place of its expression. */
export interface VariableUse {
  readonly name: string
  readonly path: ConfigPath
}

/** Built-in functions that a value calls, each with the place of its expression. */
export type FunctionUse = VariableUse

export interface ValueUses {
  readonly variables: readonly VariableUse[]
  readonly functions: readonly FunctionUse[]
}

/** Checks the expressions of a value; gives the variables that they read, and the functions that they call. */
export function checkValue(value: unknown, path: ConfigPath, scope: ValueScope, report: Report): ValueUses {
  const variables: VariableUse[] = []
  const functions: FunctionUse[] = []
  walkTemplate(value, path, {
    key(key, place) {
      if (key.endsWith('.$')) report('query-language', place, `"${key}" has a path, as machines in JSONPath have.`)
    },
    text(text, place) {
      if (isBrokenExpression(text)) report('expression', place, 'An expression is all of a text, from "{%" to "%}".')
      const expression = expressionText(text)
      if (expression === undefined) return
      const tree = treeOf(expression)
      if (typeof tree === 'string') report('expression', place, `${tree}: ${expression}`)
      else checkTree(tree, place, scope, { report, variables, functions })
    },
  })
  return { variables, functions }
}

interface Findings {
  readonly report: Report
  readonly variables: VariableUse[]
  readonly functions: FunctionUse[]
}

function checkTree(tree: TreeNode, path: ConfigPath, scope: ValueScope, findings: Findings): void {
  const { report, variables, functions } = findings
  walkExpression(tree, {
    bareName(name) {
      report('bare-name', path, `"${name}" is a part of no value: an expression has no input of its own.`)
    },
    variable(name, members) {
      if (name === 'states') checkStates(members, path, scope, report)
      else variables.push({ name, path })
    },
    call(name) {
      if (FUNCTIONS.has(name)) functions.push({ name, path })
      else report('unknown-function', path, `Step Functions has no function "$${name}".`)
    },
  })
}

function checkStates([member, part]: readonly string[], path: ConfigPath, scope: ValueScope, report: Report): void {
  if (member === undefined) return
  const fault = (message: string) => report('states-member', path, message)
  if (!STATES_MEMBERS.has(member)) fault(`"$states" has no "${member}".`)
  else if ((member === 'result' || member === 'errorOutput') && member !== scope.extra)
    fault(
      member === 'result'
        ? 'There is a result in "Assign" and "Output" of a Task, a Parallel and a Map only.'
        : 'There is an error in a "Catch" only.',
    )
  else if (member === 'context' && part !== undefined && !CONTEXT_MEMBERS.has(part))
    fault(`The context has no "${part}".`)
  else if (member === 'context' && part === 'Map' && !scope.isInMap) fault('There is an item inside of a Map only.')
}

/** The syntax tree of an expression, or what is wrong with it. */
function treeOf(expression: string): TreeNode | string {
  if (expression === '') return 'The expression is empty'
  // required where an expression is met: most plans have none
  const jsonata: typeof import('jsonata') = require('jsonata')
  try {
    return jsonata(expression).ast() as TreeNode
  } catch (error) {
    return (error as { message?: string }).message ?? 'The expression is not JSONata'
  }
}
