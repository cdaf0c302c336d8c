import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { requiredModule, walkOwn } from '../../syntax/nodes'
import { moduleAt } from '../../syntax/program'
import { isErasedImport, isInertStatement } from '../load-effect'
import type { CollectContext } from './collector'
import { type Effect, effectAt } from './effect'
import { isSettled } from './settled'

/** What one file does when it is loaded, and the files that it loads. */
interface Load {
  readonly effect: Effect | undefined
  readonly files: readonly SourceModule[]
}

/** What loading files does: a file and all that it loads in turn. */
export class Loads {
  private readonly own = new Map<string, Load>()
  private readonly all = new Map<string, Effect | undefined>()

  constructor(private readonly context: Pick<CollectContext, 'evaluator' | 'packages'>) {}

  /** The first effect that loading a file has; files that import each other are looked at once. */
  of(module: SourceModule): Effect | undefined {
    if (!this.all.has(module.file)) this.all.set(module.file, this.find(module))
    return this.all.get(module.file)
  }

  private find(module: SourceModule): Effect | undefined {
    const seen = new Set([module.file])
    const open = [module]
    for (let next = open.pop(); next; next = open.pop()) {
      const { effect, files } = this.load(next)
      if (effect) return effect
      for (const file of files.toReversed()) {
        if (!seen.has(file.file)) open.push(file)
        seen.add(file.file)
      }
    }
    return undefined
  }

  private load(module: SourceModule): Load {
    const known = this.own.get(module.file)
    if (known) return known
    const found = this.look(module)
    this.own.set(module.file, found)
    return found
  }

  private look(module: SourceModule): Load {
    const first = module.syntaxError ? module.ast : module.ast.statements.find((one) => !this.isInert(module, one))
    if (first) return { effect: loadEffectAt(module, first), files: [] }
    const files: SourceModule[] = []
    for (const { node, specifier } of loadedBy(module)) {
      const { program } = this.context.evaluator
      const target = program.resolve(module.file, specifier)
      if (target.kind === 'file' && target.file.endsWith('.json')) continue
      if (target.kind === 'package') {
        const use = this.context.packages.loadUse(module.file, target.name)
        if (use) return { effect: effectAt(module, node, use), files: [] }
        continue
      }
      const other = moduleAt(program, module.file, specifier)
      if (!other) return { effect: loadEffectAt(module, node), files: [] }
      files.push(other)
    }
    return { effect: undefined, files }
  }

  private isInert(module: SourceModule, statement: ts.Statement): boolean {
    if (isInertStatement(statement)) return true
    return (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.every(
        ({ initializer }) => !initializer || isSettled(this.context, module, initializer) !== 'open',
      )
    )
  }
}

function loadEffectAt(module: SourceModule, node: ts.Node): Effect {
  return effectAt(module, node, { label: 'unknown', what: 'loading this file has an effect' })
}

/** The modules that a file loads when it is loaded itself. */
function loadedBy(module: SourceModule): { node: ts.Node; specifier: string }[] {
  const found: { node: ts.Node; specifier: string }[] = []
  walkOwn(module.ast, (node) => {
    const isImport = ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
    if (isImport && !isErasedImport(module, node)) {
      const { moduleSpecifier } = node
      if (moduleSpecifier && ts.isStringLiteral(moduleSpecifier)) found.push({ node, specifier: moduleSpecifier.text })
    }
    const required = requiredModule(node)
    if (required !== undefined) found.push({ node, specifier: required })
  })
  return found
}
