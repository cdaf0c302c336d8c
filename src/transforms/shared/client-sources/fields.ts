import { ts } from 'ts-morph'
import { assignmentsIn, memberName } from '../../../syntax/evaluate/classes'
import type { SourceModule } from '../../../syntax/module'
import { enclosing, walkOwn } from '../../../syntax/nodes'
import { passed } from './parameters'
import { type ClientSource, once, type Seeker } from './seeker'
import { sourcesOf } from './sources'

/**
 * What a class keeps in a field: what its constructor is given for it, what it begins with, what is assigned to it, what its
 * getter returns. `undefined` where its class tells nothing of it.
 */
export function ofField(
  seeker: Seeker,
  module: SourceModule,
  node: ts.Node,
  name: string,
  path: readonly string[],
): ClientSource[] | undefined {
  const owner = enclosing(node, ts.isClassLike)
  if (!owner) return undefined
  const expressions = owner.members.flatMap((member) => [
    ...heldBy(member, name),
    ...assignmentsIn({ kind: 'class', node: owner, module }, member, name),
  ])
  const own = owner.members
    .flatMap((member) => (ts.isConstructorDeclaration(member) ? member.parameters : []))
    .filter((one) => ts.isParameterPropertyDeclaration(one, one.parent) && one.name.getText(module.ast) === name)
  if (own.length === 0 && expressions.length === 0) return undefined
  return [
    ...own.flatMap((parameter) => passed(seeker, module, parameter, path)),
    ...expressions.flatMap((value) => once(seeker, value, () => sourcesOf(seeker, { module, node: value, path }))),
  ]
}

/** What a field begins with, or its getter returns. */
function heldBy(member: ts.ClassElement, name: string): ts.Expression[] {
  if (!member.name || memberName(member.name) !== name) return []
  if (ts.isPropertyDeclaration(member)) return member.initializer ? [member.initializer] : []
  const returned: ts.Expression[] = []
  if (ts.isGetAccessor(member) && member.body)
    walkOwn(member.body, (at) => {
      if (ts.isReturnStatement(at) && at.expression) returned.push(at.expression)
    })
  return returned
}
