import { ts } from 'ts-morph'
import { accessedName, isAccess, rewrap } from '../../syntax/nodes'
import type { Collector } from './collector'
import type { PackageMember } from './package-root'

/** Something of a package is used: what calling it does counts where it is named. */
export function visitPackage(to: Collector, node: ts.Expression, named: PackageMember): void {
  const { node: whole, path } = pathFrom(node, named.path)
  const said = to.context.vouching.ofPackage(named.module, path)
  if (said) to.vouch(said.origin)
  const { uses, changes, depth } = said
    ? { uses: said.uses, changes: said.changesArguments ? 'all' : undefined, depth: Number.POSITIVE_INFINITY }
    : to.context.packages.usesOf(to.module.file, { module: named.module, path })
  for (const use of uses) to.effect(node, use)
  to.mayThrow()
  if (changes === undefined) return
  const { parent } = rewrap(whole)
  const isCalled = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === rewrap(whole)
  if (!isCalled) {
    to.fail(node, `it passes on "${[named.module, ...path].join('.')}", which changes what it is given`)
    return
  }
  const all = parent.arguments ?? []
  const args = changes === 'first' ? all.slice(0, 1) : all
  const what = `it calls "${[named.module, ...path].join('.')}" on a value that it did not make itself`
  // a part of one argument may become one of another
  for (const argument of args)
    to.change(
      argument,
      ts.isSpreadElement(argument) ? argument.expression : argument,
      all.filter((one) => one !== argument),
      { what, depth },
    )
}

/** The members that are read from something of a package, up to what is called. */
export function pathFrom(
  node: ts.Expression,
  start: readonly string[],
): { node: ts.Expression; path: readonly string[] } {
  let whole = rewrap(node)
  let path = start
  for (;;) {
    const { parent } = whole
    const name = isAccess(parent) && parent.expression === whole ? accessedName(parent) : undefined
    if (name === undefined) return { node: whole, path }
    path = [...path, name]
    whole = rewrap(parent as ts.Expression)
  }
}
