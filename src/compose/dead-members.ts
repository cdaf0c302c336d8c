import { ts } from 'ts-morph'
import { isInert } from '../syntax/inert'
import { wholeLines } from '../syntax/lines'
import type { SourceModule } from '../syntax/module'
import { isAccess, type Range, walk } from '../syntax/nodes'

/** A private member of a class that nothing uses once some text is gone, and all that goes with it. */
export interface DeadMember {
  readonly name: string
  readonly ranges: readonly Range[]
}

/**
 * Private fields that die with the text that goes: `private readonly client = new LambdaClient({})`, also where the
 * constructor gives them their value; a constructor that does nothing else goes, too.
 * @param mentioned Names that new text uses.
 */
export function deadMembers(
  module: SourceModule,
  removed: readonly Range[],
  mentioned: ReadonlySet<string>,
): DeadMember[] {
  const isGone = (node: ts.Node) =>
    removed.some((range) => range.start <= node.getStart(module.ast) && node.end <= range.end)
  const found: DeadMember[] = []
  walk(module.ast, (node) => {
    if (!ts.isClassLike(node) || isGone(node)) return
    for (const member of node.members) {
      const dead = isPrivateField(member) && deadMember(module, node, member, isGone)
      if (dead && !mentioned.has(dead.name)) found.push(dead)
    }
  })
  return found
}

function isPrivateField(member: ts.ClassElement): member is ts.PropertyDeclaration {
  if (!ts.isPropertyDeclaration(member) || (member.initializer && !isInert(member.initializer))) return false
  const isMarked = ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
  return ts.isPrivateIdentifier(member.name) || (isMarked === true && ts.isIdentifier(member.name))
}

function deadMember(
  module: SourceModule,
  owner: ts.ClassLikeDeclaration,
  member: ts.PropertyDeclaration,
  isGone: (node: ts.Node) => boolean,
): DeadMember | undefined {
  const { text: name } = member.name as ts.Identifier | ts.PrivateIdentifier
  const mentions: ts.Node[] = []
  walk(module.ast, (node) => {
    const isName = ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node)
    if (isName && node.text === name && node !== member.name && isMember(node)) mentions.push(node)
  })
  const left = mentions.filter((node) => !isGone(node))
  // what was unused before stays
  if (left.length === mentions.length) return undefined
  const maker = owner.members.find(ts.isConstructorDeclaration)
  const statements = left.map((node) => assignmentOf(node, maker))
  if (!statements.every((statement) => statement !== undefined)) return undefined
  const isEmptied =
    maker?.parameters.length === 0 && statements.length > 0 && maker.body?.statements.length === statements.length
  const nodes = [member, ...(isEmptied && maker ? [maker] : statements)]
  return { name, ranges: nodes.map((node) => wholeLines(module, node)) }
}

/** Anything that is not a name of its own: a local variable may be called like a field. */
function isMember(node: ts.Node): boolean {
  const { parent } = node
  return !ts.isIdentifier(node) || !isAccess(parent) || parent.expression !== node
}

/** `this.client = new LambdaClient({})` as a statement of the constructor. */
function assignmentOf(node: ts.Node, maker: ts.ConstructorDeclaration | undefined): ts.Statement | undefined {
  const access = node.parent
  const assignment = access.parent
  if (!ts.isPropertyAccessExpression(access) || access.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined
  if (!ts.isBinaryExpression(assignment) || assignment.left !== access || !isInert(assignment.right)) return undefined
  const isPlain = assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken
  const statement = assignment.parent
  return isPlain && ts.isExpressionStatement(statement) && statement.parent === maker?.body ? statement : undefined
}
