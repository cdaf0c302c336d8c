import { ts } from 'ts-morph'
import { accessedName, isAccess, walk } from '../../syntax/nodes'
import { isGlobal, type ReadScope } from './read-scope'

/** What is known of the errors of a class. */
export interface ErrorClass {
  /** What `error.name` says. */
  readonly name: string
  /** Whether errors of other classes may say the same, or be of this class and say something else. */
  readonly isShared: boolean
}

const BUILT_IN = new Set(['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'])

/**
 * Reads a class of errors: one of the language, or one of the file that hands its message on to `Error` and does nothing
 * but to set its name. `undefined` for any other.
 */
export function classOf(scope: ReadScope, type: ts.Identifier): ErrorClass | undefined {
  const { text } = type
  const [declaration, ...others] = scope.module.bindings.of(type)?.declarations ?? []
  if (!declaration && text === 'Error') return { name: text, isShared: false }
  if (!declaration) return BUILT_IN.has(text) ? { name: text, isShared: true } : undefined
  if (others.length > 0 || !ts.isClassDeclaration(declaration)) return undefined
  const [base, ...more] = declaration.heritageClauses?.flatMap((clause) => [...clause.types]) ?? []
  if (!base || more.length > 0 || !isGlobal(scope, base.expression, 'Error')) return undefined
  const own = nameSetBy(declaration)
  if (own === 'other') return undefined
  const name = own ?? 'Error'
  return { name, isShared: name === 'Error' || isExtended(scope, type) || isNameOfOther(scope, declaration, name) }
}

/** The name that a class gives its errors; `other` where it does something else too. */
function nameSetBy(declaration: ts.ClassDeclaration): string | 'other' | undefined {
  let name: string | undefined
  for (const member of declaration.members) {
    if (ts.isPropertyDeclaration(member) && member.name.getText() === 'name' && !isStatic(member)) {
      if (!member.initializer || !ts.isStringLiteralLike(member.initializer)) return 'other'
      name = member.initializer.text
    } else if (ts.isConstructorDeclaration(member) && member.body) {
      const set = nameSetIn(member, member.body)
      if (set === 'other') return 'other'
      name = set ?? name
    } else return 'other'
  }
  return name
}

function isStatic(member: ts.PropertyDeclaration): boolean {
  return !!ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
}

/** `constructor(message) { super(message); this.name = 'X' }` */
function nameSetIn(node: ts.ConstructorDeclaration, body: ts.Block): string | 'other' | undefined {
  const [parameter, ...others] = node.parameters
  if (!parameter || others.length > 0 || !ts.isIdentifier(parameter.name) || parameter.initializer) return 'other'
  if (ts.getModifiers(parameter)?.length) return 'other'
  const [first, ...rest] = body.statements
  if (first?.getText().replace(/;$/, '') !== `super(${parameter.name.text})`) return 'other'
  let name: string | undefined
  for (const statement of rest) {
    const set = ts.isExpressionStatement(statement) ? statement.expression : undefined
    const isName =
      set &&
      ts.isBinaryExpression(set) &&
      set.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      isAccess(set.left) &&
      set.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      accessedName(set.left) === 'name'
    if (!isName || !ts.isStringLiteralLike(set.right)) return 'other'
    name = set.right.text
  }
  return name
}

function isExtended({ module }: ReadScope, type: ts.Identifier): boolean {
  const references = module.bindings.of(type)?.references ?? []
  return references.some(({ parent }) => ts.isExpressionWithTypeArguments(parent))
}

/** Whether the file mentions the name elsewhere as a text: another class, or an error of a function, may have it. */
function isNameOfOther({ module }: ReadScope, declaration: ts.ClassDeclaration, name: string): boolean {
  let isFound = false
  walk(module.ast, (node) => {
    const isElsewhere = node.pos < declaration.pos || node.end > declaration.end
    if (ts.isStringLiteralLike(node) && node.text === name && isElsewhere)
      isFound ||= !ts.isBinaryExpression(node.parent)
  })
  return isFound
}
