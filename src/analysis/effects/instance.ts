import { ts } from 'ts-morph'

/** Whether `this` is an instance of a class: in a member that is not static, maybe in an arrow function there. */
export function isInstance(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassElement(at) && ts.isClassLike(at.parent))
      return !(ts.getCombinedModifierFlags(at) & ts.ModifierFlags.Static) && !ts.isClassStaticBlockDeclaration(at)
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return false
  }
  return false
}
