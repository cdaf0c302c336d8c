import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { InstanceValue } from '../../syntax/evaluate/value'
import type { SourceModule } from '../../syntax/module'
import { unwrap, walk } from '../../syntax/nodes'
import { type ClientKind, constructionIn, instanceOf, renamed } from './construction'

/** A client of that service which the file has already, and which is made as the new one would be. */
export function existingClient(
  evaluator: Evaluator,
  { module, sdk, style }: InvokeSite,
  kind: ClientKind,
  isAlike: (declaration: ts.Node | undefined, value: InstanceValue) => boolean,
): string | undefined {
  for (const [name, binding] of module.bindings.topLevel) {
    const value = instanceOf(evaluator.binding(module, binding))
    if (value?.of.kind !== 'external') continue
    const { of } = value
    const isV3 = of.module === kind.package && of.path[0] === (style === 'send' ? kind.v3 : kind.v2)
    const isV2 =
      (of.module === 'aws-sdk' && of.path[0] === kind.v2) || (of.module === kind.v2Module && of.path.length === 0)
    const isShadowed = module.bindings.all.some((other) => other !== binding && other.name === name)
    if (!(sdk === 'v3' ? isV3 : isV2) || binding.writes.length > 0 || isShadowed) continue
    if (isAlike(binding.declarations[0], value)) return name
  }
  return undefined
}

/** Whether two clients are made alike: instrumented and configured by the same text, which means the same at both. */
export function isMadeLike(module: SourceModule, other: ts.Node | undefined, lambda: ts.VariableDeclaration): boolean {
  if (!other || !ts.isVariableDeclaration(other)) return false
  const [one, two] = [other, lambda].map((declaration) => formOf(module, declaration))
  return one !== undefined && one === two && !namesLocals(module, lambda)
}

/** The text that makes a client, without its class: `(…)`, `captureAWSv3Client(…)`. */
function formOf(module: SourceModule, declaration: ts.VariableDeclaration): string | undefined {
  const construction = constructionIn(declaration)
  if (!construction || !declaration.initializer) return undefined
  const callee = { start: construction.expression.getStart(module.ast), end: construction.expression.end, text: '' }
  const text = renamed(module, unwrap(declaration.initializer), [callee])
  // `new X`, `new X()` and `new X({})` say the same
  return text.replace(/\s+/g, ' ').replace(/new ?(\( ?(\{ ?\})? ?\))?(?=\)?$)/, 'new')
}

/** Whether what makes a client reads a variable of a function. */
function namesLocals(module: SourceModule, declaration: ts.VariableDeclaration): boolean {
  let found = false
  walk(declaration, (node) => {
    const binding = ts.isIdentifier(node) && node !== declaration.name ? module.bindings.of(node) : undefined
    if (binding && !ts.isSourceFile(binding.scope)) found = true
  })
  return found
}
