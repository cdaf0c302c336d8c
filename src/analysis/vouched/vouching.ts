import { ts } from 'ts-morph'
import type { UserConfig } from '../../load/user-config'
import type { DiagnosticBag } from '../../messages/diagnostic'
import { type Directive, PURE } from '../../syntax/directives'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { isFunctionNode } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { isSourceFile } from '../../syntax/source-file'
import { packageName } from '../packages/package-name'
import type { Declared } from './declared'
import { type EffectsEntry, effectsEntries } from './effects-config'

/** What the user vouches for: effects of functions and packages that are told, and not read. */
export interface Vouching {
  /** What is said of a function of the repository. */
  ofFunction(module: SourceModule, node: ts.Node): Declared | undefined
  /** What is said of an export of a package. */
  ofPackage(module: string, path: readonly string[]): Declared | undefined
  /** What is said of loading a file of the repository, or a package. */
  ofLoading(module: string, kind: 'file' | 'package'): Declared | undefined
  /** Reports what nothing was asked about. Call it when every callee was looked at. */
  reportUnused(diagnostics: DiagnosticBag): void
}

export const NO_VOUCHING: Vouching = {
  ofFunction: () => undefined,
  ofPackage: () => undefined,
  ofLoading: () => undefined,
  reportUnused: () => {},
}

/** @throws UserError `effects-invalid`, where `effects` names what is not there */
export function vouching(
  { evaluator, files }: { readonly evaluator: Evaluator; readonly files: readonly string[] },
  config: UserConfig | undefined,
  directives: readonly Directive[],
): Vouching {
  const entries = effectsEntries(config)
  const comments = directives.filter(({ word }) => word === PURE)
  if (entries.length + comments.length === 0) return NO_VOUCHING
  const functions = new Map<ts.Node, EffectsEntry>()
  for (const entry of entries) for (const node of functionsOf(evaluator, files, entry)) functions.set(node, entry)
  const used = new Set<EffectsEntry | Directive>()
  const use = <T extends EffectsEntry | Directive>(found: T | undefined): T | undefined => {
    if (found) used.add(found)
    return found
  }
  return {
    ofFunction(module, node) {
      const entry = use(functions.get(node))
      const comment = use(comments.find((one) => one.file === module.file && isFor(one, module, node)))
      return entry ?? (comment && declaredBy(comment))
    },
    ofPackage(module, path) {
      const name = path.find((part) => part !== 'default' && part !== '#') ?? 'default'
      const ofModule = entries.filter((entry) => entry.module === module || entry.module === packageName(module))
      return use(
        ofModule.find((entry) => entry.export === name) ?? ofModule.find((entry) => entry.export === undefined),
      )
    },
    ofLoading(module, kind) {
      const ofModule = entries.filter(
        (entry) => entry.module === module || (kind === 'package' && entry.module === packageName(module)),
      )
      const whole = use(ofModule.find((entry) => entry.export === undefined))
      if (whole || kind === 'file') return whole
      // who says what a function of a package does, says that it can be loaded
      const one = use(ofModule[0])
      return one && { ...one, uses: [] }
    },
    reportUnused(diagnostics) {
      for (const { file, line } of comments.filter((one) => !used.has(one))) {
        const message =
          'The comment "lambda-unchain: pure" stands at no function that a callee reaches and has no effect.'
        diagnostics.add({ severity: 'warning', code: 'override-unused', message, file, line })
      }
      for (const { origin } of entries.filter((one) => !used.has(one))) {
        const message = `What is said of ${origin} is not needed: no callee reaches it.`
        diagnostics.add({ severity: 'warning', code: 'override-unused', message })
      }
    },
  }
}

/** The function that an entry names; none for a package. */
function functionsOf(
  evaluator: Evaluator,
  files: readonly string[],
  { module: file, export: name, fail }: EffectsEntry,
): ts.Node[] {
  const module = evaluator.program.module(file)
  if (!module) {
    const [folder = ''] = file.split('/')
    const isFile = isSourceFile(file) && files.some((other) => other.startsWith(`${folder}/`))
    return isFile || /^[./]/.test(file) ? fail(`There is no file "${file}".`) : []
  }
  if (name === undefined) return []
  const value = evaluator.exported(module, name)
  if (value.kind !== 'function' || !isFunctionNode(value.node)) return fail(`"${file}" exports no function "${name}".`)
  return [value.node]
}

function declaredBy({ file, line, reason }: Directive): Declared {
  const origin = `the comment "lambda-unchain: pure${reason === undefined ? '' : ` ${reason}`}" (${file}:${line})`
  return { uses: [], changesArguments: false, origin }
}

/** Whether a comment stands above a function, or right before it in its line. */
function isFor({ line, above }: Directive, module: SourceModule, node: ts.Node): boolean {
  const start = anchorOf(node).getStart(module.ast)
  const at = placeOf(module.ast, start).line
  const before = module.text.slice(module.text.lastIndexOf('\n', start - 1) + 1, start)
  return at === above ? before.trim() === '' : at === line && /lambda-unchain[^*]*\*\/\s*$/.test(before)
}

/** What a reader takes for the function: the statement that declares it, the property that holds it. */
function anchorOf(node: ts.Node): ts.Node {
  const { parent } = node
  const isHeld = ts.isVariableDeclarationList(parent)
    ? parent.declarations.length === 1
    : ts.isVariableDeclaration(parent) ||
      ts.isVariableStatement(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isExportAssignment(parent) ||
      (ts.isBinaryExpression(parent) &&
        parent.right === node &&
        parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) ||
      (ts.isExpressionStatement(parent) && ts.isBinaryExpression(node)) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent)
  return isHeld ? anchorOf(parent) : node
}
