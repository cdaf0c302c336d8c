import { builtinModules } from 'node:module'
import { ts } from 'ts-morph'
import { isErasedImport, isInertStatement } from '../analysis/load-effect'
import type { SourceModule } from '../syntax/module'
import { requiredModule, walkOwn } from '../syntax/nodes'
import { moduleAt, type SourceProgram } from '../syntax/program'
import { specifierOf } from './import-statements'

/** The modules that a statement of a file loads, and whose loading does something, or may do: unknown is a yes. */
export type LoadTest = (module: SourceModule, statement: ts.Node) => readonly string[]

export function loadTest(program: SourceProgram): LoadTest {
  const known = new Map<string, boolean>()
  const hasEffect = (from: SourceModule, specifier: string): boolean => {
    const target = program.resolve(from.file, specifier)
    if (target.kind === 'package') return !isInertPackage(target.name)
    // data has no effect, also where it is not part of the repository
    if (target.kind === 'missing') return !specifier.endsWith('.json')
    if (target.file.endsWith('.json')) return false
    // files that import each other: the question is answered where it was first asked
    if (!known.has(target.file)) {
      known.set(target.file, false)
      known.set(target.file, doesSomething(moduleAt(program, from.file, specifier), hasEffect))
    }
    return known.get(target.file) ?? true
  }
  return (module, statement) =>
    isElided(module, statement) ? [] : loadedBy(statement).filter((specifier) => hasEffect(module, specifier))
}

/** What an import, or a variable made of `require('x')`, loads. */
function loadedBy(statement: ts.Node): string[] {
  if (ts.isImportDeclaration(statement)) return [specifierOf(statement)].filter((name) => name !== undefined)
  const specifiers: string[] = []
  if (ts.isVariableStatement(statement)) {
    walkOwn(statement, (node) => {
      specifiers.push(...[requiredModule(node)].filter((name) => name !== undefined))
    })
  }
  return specifiers
}

function doesSomething(
  module: SourceModule | undefined,
  hasEffect: (from: SourceModule, specifier: string) => boolean,
): boolean {
  if (!module || module.syntaxError) return true
  if (!module.ast.statements.every(isInertStatement)) return true
  const specifiers: string[] = []
  walkOwn(module.ast, (node) => {
    const isErased =
      (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly) ||
      (ts.isExportDeclaration(node) && node.isTypeOnly)
    const named = (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && !isErased && node.moduleSpecifier
    const specifier = named && ts.isStringLiteral(named) ? named.text : requiredModule(node)
    if (specifier !== undefined) specifiers.push(specifier)
  })
  return specifiers.some((specifier) => hasEffect(module, specifier))
}

/** Packages that only define something: the SDKs, types, and what comes with Node. */
function isInertPackage(name: string): boolean {
  const plain = name.replace(/^node:/, '')
  return /^(aws-sdk|@aws-sdk|@smithy)(\/|$)|^(aws-lambda|tslib)$/.test(name) || builtinModules.includes(plain)
}

function isElided(module: SourceModule, statement: ts.Node): boolean {
  return ts.isImportDeclaration(statement) && isErasedImport(module, statement)
}
