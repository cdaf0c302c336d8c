import { ts } from 'ts-morph'
import { isGivenValue } from '../../analysis/mutations'
import type { FunctionRef } from '../../load/service'
import { isExportsObject } from '../../syntax/exports'
import type { SourceModule } from '../../syntax/module'
import { isAccess, topLevelStatement, walk } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { neededBy } from '../shared/needed-by'
import { refuse } from '../transform'
import type { InlinedHandler } from './inlined-handler'
import type { ReadSite } from './read-site'

/**
 * Code that reads `exports.helper` of its own file would look for it in the library file, which exports something else.
 * @throws Refused
 */
export function checkOwnExports(
  [first]: readonly ReadSite[],
  { module, form }: InlinedHandler,
  callee: FunctionRef,
): void {
  const moved = neededBy(module, [form.node]).flatMap(({ declarations }) => declarations.map(topLevelStatement))
  for (const root of [form.node, ...moved]) {
    const use = exportsUse(module, root)
    if (!first || !use) continue
    const { file } = module
    const { line } = placeOf(module.ast, use.getStart(module.ast))
    const message = `"${callee.function.key}" reads "${use.getText(module.ast)}", which ${file} exports, and its code moves to another file.`
    refuse(first.site, 'not-relocatable', message, { file, line }, 'exports')
  }
}

/** Where code reads what its file exports, by the object that holds it. */
function exportsUse(module: SourceModule, root: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined
  walk(root, (node) => {
    if (found || !ts.isExpression(node) || !isExportsObject(node)) return
    if (ts.isIdentifier(node) && (module.bindings.of(node) || isMemberName(node))) return
    const whole = isAccess(node.parent) && node.parent.expression === node ? node.parent : node
    if (!isGivenValue(whole)) found = whole
  })
  return found
}

/** `exports` of `sheet.exports`, and of `{ exports: 1 }`. */
function isMemberName(name: ts.Identifier): boolean {
  const { parent } = name
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === name
}
