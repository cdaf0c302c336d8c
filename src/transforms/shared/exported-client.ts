import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { propertyName, requiredModule, unwrap } from '../../syntax/nodes'
import type { ImportRequest } from '../file-change'
import { type ClientKind, constructionIn } from './construction'
import { existingClient, isMadeLike } from './existing-client'

/**
 * A client that the file of an imported Lambda client exports as well: `import { lambda } from './clients'`, where there is
 * a `sqs` that is made as `lambda` is. `undefined` where there is none, or where its name is taken here.
 */
export function exportedClient(
  evaluator: Evaluator,
  site: InvokeSite,
  receiver: ts.Expression,
  kind: ClientKind,
): ImportRequest | undefined {
  const { module } = site
  const [like] = ts.isIdentifier(receiver) ? (module.bindings.of(receiver)?.declarations ?? []) : []
  const imported = like && importOf(like)
  if (!like || !imported?.specifier.startsWith('.')) return undefined
  const target = evaluator.program.resolve(module.file, imported.specifier)
  const home = target.kind === 'file' ? evaluator.program.module(target.file) : undefined
  const lambda = home && declarationOf(home, imported.name)
  if (!home || !lambda || !constructionIn(lambda)) return undefined
  const own = existingClient(evaluator, { ...site, module: home }, kind, (other) => isMadeLike(home, other, lambda))
  const name = [...home.exports.named.keys()].find((exported) => declarationOf(home, exported)?.name.getText() === own)
  if (own === undefined || name === undefined || name === 'default') return undefined
  const taken = module.bindings.topLevel.get(name)?.declarations[0]
  const isOwn = taken !== undefined && importOf(taken)?.specifier === imported.specifier
  if (module.bindings.isTaken(name) && !isOwn) return undefined
  return { specifier: imported.specifier, name, isType: false, like }
}

/** What a name is imported as, and from where. */
function importOf(declaration: ts.Node): { readonly specifier: string; readonly name: string } | undefined {
  if (ts.isImportSpecifier(declaration)) {
    const { moduleSpecifier } = declaration.parent.parent.parent
    const name = (declaration.propertyName ?? declaration.name).text
    return ts.isStringLiteral(moduleSpecifier) ? { specifier: moduleSpecifier.text, name } : undefined
  }
  if (!ts.isBindingElement(declaration) || !ts.isVariableDeclaration(declaration.parent.parent)) return undefined
  const { initializer } = declaration.parent.parent
  const specifier = initializer && requiredModule(unwrap(initializer))
  const { propertyName: renamed, name } = declaration
  const own = renamed ? propertyName(renamed) : ts.isIdentifier(name) ? name.text : undefined
  return specifier !== undefined && own !== undefined ? { specifier, name: own } : undefined
}

/** The constant that a file exports under a name. */
function declarationOf({ exports, bindings }: SourceModule, exported: string): ts.VariableDeclaration | undefined {
  const entry = exports.named.get(exported)
  if (entry?.kind === 'declaration') return ts.isVariableDeclaration(entry.node) ? entry.node : undefined
  const value = entry?.kind === 'expression' ? unwrap(entry.expression) : undefined
  const [declaration] = value && ts.isIdentifier(value) ? (bindings.of(value)?.declarations ?? []) : []
  return declaration && ts.isVariableDeclaration(declaration) ? declaration : undefined
}
