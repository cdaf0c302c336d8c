import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { unwrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { attempt } from '../transform'
import type { ClientKind } from './construction'
import { retyped, type TypeEdits } from './sdk-names'

/**
 * The type of a constant that holds the options of a Lambda client, and of nothing else, as that of the options of another
 * client: `const config: LambdaClientConfig`. It holds where the Lambda client goes.
 */
export function optionTypes(
  site: InvokeSite,
  construction: ts.NewExpression,
  client: ClientKind,
): TypeEdits | undefined {
  const { module } = site
  const [argument] = construction.arguments ?? []
  const name = argument && unwrap(argument)
  if (!name || !ts.isIdentifier(name) || !isTypeScript(module.file)) return undefined
  const { declarations = [], references = [], writes = [] } = module.bindings.of(name) ?? {}
  const [declaration] = declarations
  const isPlain = declaration && ts.isVariableDeclaration(declaration) && references.length === 1 && writes.length === 0
  if (!isPlain || isExported(declaration)) return undefined
  const names = { LambdaClientConfig: `${client.v3}Config`, ClientConfiguration: 'ClientConfiguration' }
  const types = [declaration.type, checkedAs(declaration.initializer)].filter((type) => type !== undefined)
  const made = types.map((type) =>
    attempt(() => retyped(site, type, { client, names }, 'The options are of the client.')),
  )
  const values = made.flatMap((one) => ('value' in one ? [one.value] : []))
  return { edits: values.flatMap(({ edits }) => edits), imports: values.flatMap(({ imports }) => imports) }
}

/** `{ … } satisfies T`. */
function checkedAs(value: ts.Expression | undefined): ts.TypeNode | undefined {
  return value && (ts.isSatisfiesExpression(value) || ts.isAsExpression(value)) ? value.type : undefined
}

function isExported(declaration: ts.VariableDeclaration): boolean {
  const statement = declaration.parent.parent
  return ts.isVariableStatement(statement) && !!ts.getModifiers(statement)?.length
}
