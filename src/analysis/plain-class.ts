import { ts } from 'ts-morph'
import { type FunctionNode, isFunctionNode, propertyName } from '../syntax/nodes'
import { isBuiltInName } from './tables/effects'

/** A class whose instances are nothing but data and methods. */
export interface PlainClass {
  readonly methods: readonly string[]
  /** What may run where an instance is made or used. */
  readonly functions: readonly (FunctionNode | ts.ConstructorDeclaration)[]
  readonly initializers: readonly ts.Expression[]
}

/** Takes a class apart; `undefined` where it extends another, or has accessors, decorators, static or computed members. */
export function plainClass(node: ts.ClassDeclaration): PlainClass | undefined {
  if (node.heritageClauses || node.modifiers?.some(ts.isDecorator)) return undefined
  const methods: string[] = []
  const functions: (FunctionNode | ts.ConstructorDeclaration)[] = []
  const initializers: ts.Expression[] = []
  for (const member of node.members) {
    if (ts.canHaveDecorators(member) && ts.getDecorators(member)) return undefined
    if (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) return undefined
    if (ts.isConstructorDeclaration(member)) functions.push(member)
    else if (ts.isMethodDeclaration(member) && isFunctionNode(member)) {
      const name = propertyName(member.name)
      // a method of that name would be taken for the built-in one
      if (name === undefined || isBuiltInName(name)) return undefined
      methods.push(name)
      functions.push(member)
    } else if (ts.isPropertyDeclaration(member) && !ts.isComputedPropertyName(member.name)) {
      if (member.initializer) initializers.push(member.initializer)
    } else return undefined
  }
  return { methods, functions, initializers }
}

/** Whether `this` is the instance of a class of the file: in a method, maybe in an arrow function there. */
export function isInstance(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isMethodDeclaration(at) || ts.isConstructorDeclaration(at) || ts.isPropertyDeclaration(at))
      return ts.isClassDeclaration(at.parent)
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return false
  }
  return false
}
