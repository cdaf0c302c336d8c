import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { requiredModule } from '../../syntax/nodes'

/** For tools, about the statement below. */
const NEXT = /-next-line\b|@ts-(ignore|expect-error)\b/

/**
 * What a file begins with and says of all of it: `'use strict'`, a licence, the settings of a linter. A comment that stands
 * right above the first declaration is about that one.
 */
export function fileHeader({ text, ast }: SourceModule): string {
  const prologue = ast.statements.findIndex((node) => !isDirective(node))
  const directives = ast.statements.slice(0, prologue < 0 ? undefined : prologue)
  const first = ast.statements[directives.length]
  const start = first?.getStart(ast) ?? text.length
  const comments = [0, ...directives.map(({ end }) => end)].flatMap((at) => ts.getLeadingCommentRanges(text, at) ?? [])
  const isApart = (from: number, to: number) => /\n[ \t]*\r?\n/.test(text.slice(from, to))
  // from the last blank line on, comments are about what follows: imports are of the file
  const own = comments.findLastIndex(({ end }, index) => isApart(end, comments[index + 1]?.pos ?? start)) + 1
  const isOfAll =
    first && isImport(first) && !comments.slice(own).some(({ pos, end }) => NEXT.test(text.slice(pos, end)))
  const ofFile = isOfAll ? comments : comments.slice(0, own)
  const from = /^#!.*\n/.exec(text)?.[0].length ?? 0
  const end = Math.max(from, directives.at(-1)?.end ?? 0, ofFile.at(-1)?.end ?? 0)
  return text.slice(from, end).trim()
}

function isDirective(node: ts.Statement): boolean {
  return ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)
}

function isImport(node: ts.Statement): boolean {
  if (!ts.isVariableStatement(node)) return ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)
  return node.declarationList.declarations.some(
    ({ initializer }) => initializer && requiredModule(initializer) !== undefined,
  )
}
