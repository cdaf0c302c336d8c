import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, unwrapAwait } from '../../syntax/nodes'
import { constantInitializer } from '../nullish'
import type { PackageRow } from '../tables/packages'
import type { CollectContext } from './collector'

/** What telling packages apart rests on. */
export type PackageContext = Pick<CollectContext, 'evaluator' | 'packages'>

/** Something of a package: `tz.setDefault` of `moment-timezone`. */
export interface PackageMember {
  /** As it is imported: `lodash/fp`. */
  readonly module: string
  readonly path: readonly string[]
}

/** The member of a package that an expression names: a name that is imported, and members of it. */
export function packageMember(
  { evaluator }: Pick<CollectContext, 'evaluator'>,
  module: SourceModule,
  expression: ts.Expression,
): PackageMember | undefined {
  const value = evaluator.evaluate(module, expression)
  // the empty name stands for globals of the language
  return value.kind === 'external' && value.module !== '' ? value : undefined
}

/** What is known of the package that a chain of calls and members begins with: `z` of `z.object({ … }).strict()`. */
export function packageRoot(
  context: PackageContext,
  module: SourceModule,
  expression: ts.Expression,
): PackageRow | undefined {
  const root = chainRoot(module, expression, 0)
  const member = root && packageMember(context, module, root)
  return member && context.packages.row(module.file, member.module)
}

/** How many names are followed from a value to what it was made by. */
const MAX_NAMES = 8

/** The name that a chain of calls, constructions and members begins with; constants are followed to their values. */
function chainRoot(module: SourceModule, expression: ts.Expression, names: number): ts.Identifier | undefined {
  let node = unwrapAwait(expression)
  while (isAccess(node) || ts.isCallExpression(node) || ts.isNewExpression(node)) {
    if (isAccess(node) && accessedName(node) === undefined) return undefined
    node = unwrapAwait(node.expression)
  }
  if (!ts.isIdentifier(node) || names > MAX_NAMES) return undefined
  const binding = module.bindings.of(node)
  const initializer = binding && constantInitializer(binding)
  const [declaration] = binding?.declarations ?? []
  const isNamed = declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name)
  if (!initializer || !isNamed || isLoad(initializer)) return node
  return chainRoot(module, initializer, names + 1)
}

function isLoad(initializer: ts.Expression): boolean {
  return ts.isCallExpression(initializer) && /^require$/.test(initializer.expression.getText())
}
