import { ts } from 'ts-morph'
import { assignmentOf } from '../../../syntax/evaluate/assignments'
import { unknown } from '../../../syntax/evaluate/value'
import type { SourceModule } from '../../../syntax/module'
import { propertyName, unwrapAwait } from '../../../syntax/nodes'
import { passed } from './parameters'
import { type ClientSource, once, type Seeker } from './seeker'
import { sourcesOf } from './sources'

/** What is declared under a name, and assigned to it later; `undefined` for what an evaluation tells as well. */
export function declared(
  seeker: Seeker,
  module: SourceModule,
  declaration: ts.Node,
  path: readonly string[],
): ClientSource[] | undefined {
  if (ts.isParameter(declaration)) {
    const given = passed(seeker, module, declaration, path)
    return [...given, ...assigned(seeker, module, declaration.name, path)]
  }
  if (ts.isVariableDeclaration(declaration)) return ofVariable(seeker, module, declaration, path)
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return undefined
  const key = declaration.propertyName ?? declaration.name
  const name = ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key) ? undefined : propertyName(key)
  if (name === undefined || declaration.dotDotDotToken) return undefined
  const holder = declaration.parent.parent
  const from = [name, ...path]
  const sources =
    ts.isVariableDeclaration(holder) && holder.initializer
      ? sourcesOf(seeker, { module, node: holder.initializer, path: from })
      : declared(seeker, module, holder, from)
  const { initializer } = declaration
  const otherwise = initializer ? sourcesOf(seeker, { module, node: initializer, path }) : []
  return sources && [...sources, ...otherwise.map(({ value }) => ({ value, isGiven: true }))]
}

function ofVariable(
  seeker: Seeker,
  module: SourceModule,
  declaration: ts.VariableDeclaration,
  path: readonly string[],
): ClientSource[] | undefined {
  const { initializer, name, parent } = declaration
  if (!ts.isIdentifier(name) || ts.isForOfStatement(parent.parent)) return undefined
  const isWritten = (module.bindings.of(name)?.writes.length ?? 0) > 0
  // properties may be assigned to an object later, which an evaluation tells
  if (!isWritten && (!initializer || ts.isObjectLiteralExpression(unwrapAwait(initializer)))) return undefined
  return once(seeker, declaration, () => [
    ...(initializer ? sourcesOf(seeker, { module, node: initializer, path }) : []),
    ...assigned(seeker, module, name, path),
  ])
}

/** What is assigned to a name after its declaration. */
function assigned(seeker: Seeker, module: SourceModule, name: ts.BindingName, path: readonly string[]): ClientSource[] {
  const writes = ts.isIdentifier(name) ? (module.bindings.of(name)?.writes ?? []) : []
  return writes.flatMap((write) => {
    const assignment = assignmentOf(write.parent)
    return assignment?.target === write
      ? sourcesOf(seeker, { module, node: assignment.value, path })
      : [{ value: unknown(write.parent.getText(module.ast)), isGiven: false }]
  })
}
