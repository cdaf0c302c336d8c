import { ts } from 'ts-morph'
import type { CallOf } from '../../../scan/call-index'
import { isTestFile } from '../../../scan/test-file'
import { unknown } from '../../../syntax/evaluate/value'
import type { SourceModule } from '../../../syntax/module'
import { type ClientSource, once, type Seeker } from './seeker'
import { sourcesOf } from './sources'

/** What is passed for a parameter, and what stands for it where nothing is. */
export function passed(
  seeker: Seeker,
  module: SourceModule,
  declaration: ts.ParameterDeclaration,
  path: readonly string[],
): ClientSource[] {
  return once(seeker, declaration, () => passedFor(seeker, module, declaration, path))
}

function passedFor(
  seeker: Seeker,
  module: SourceModule,
  declaration: ts.ParameterDeclaration,
  path: readonly string[],
): ClientSource[] {
  const owner = declaration.parent
  const index = owner.parameters.indexOf(declaration)
  const calls = seeker.calls.callsOf(module, ts.isConstructorDeclaration(owner) ? owner.parent : owner)
  const { initializer } = declaration
  const sources = [
    ...calls.filter((call) => !isTestFile(call.module.file)).flatMap((call) => passedBy(seeker, call, index, path)),
    ...(initializer ? sourcesOf(seeker, { module, node: initializer, path }) : []),
  ]
  const isSeen = calls.length > 0 || initializer !== undefined
  const values = isSeen ? sources.map(({ value }) => value) : [unknown(declaration.getText(module.ast))]
  return values.map((value) => ({ value, isGiven: true }))
}

function passedBy(seeker: Seeker, call: CallOf, index: number, path: readonly string[]): ClientSource[] {
  const { module, node, isBind, isByName } = call
  const given = node.arguments?.slice(0, index + 1) ?? []
  if (isBind || isByName || given.some(ts.isSpreadElement))
    return [{ value: unknown(node.getText(module.ast)), isGiven: true }]
  const argument = given[index]
  return argument ? sourcesOf(seeker, { module, node: argument, path }) : []
}
