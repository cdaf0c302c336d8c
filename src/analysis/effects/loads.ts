import { ts } from 'ts-morph'
import { isInert } from '../../syntax/inert'
import type { SourceModule } from '../../syntax/module'
import { requiredModule, walkOwn } from '../../syntax/nodes'
import { moduleAt } from '../../syntax/program'
import { isErasedImport, isInertStatement } from '../load-effect'
import type { Declared } from '../vouched/declared'
import type { CollectContext } from './collector'
import { type Effect, effectAt, isBindingLabel, type Use } from './effect'
import type { Unit } from './facts'
import { isSettled } from './settled'

/** What loading some files does. */
export interface Loading {
  readonly effect: Effect | undefined
  /** What the user says that this rests on. */
  readonly vouched: readonly string[]
  /** Constants that are computed then: what they call counts, too. */
  readonly values: readonly Unit[]
}

/** What one file does when it is loaded, and the files that it loads. */
interface Load extends Loading {
  readonly files: readonly SourceModule[]
}

const nothing = { effect: undefined, vouched: [], values: [], files: [] } satisfies Load

/** What loading files does: a file and all that it loads in turn. */
export class Loads {
  private readonly own = new Map<string, Load>()
  private readonly all = new Map<string, Loading>()

  constructor(private readonly context: Pick<CollectContext, 'evaluator' | 'packages' | 'vouching' | 'unit'>) {}

  /** The first effect that loading a file has; files that import each other are looked at once. */
  of(module: SourceModule): Loading {
    const known = this.all.get(module.file) ?? this.find(module)
    this.all.set(module.file, known)
    return known
  }

  private find(module: SourceModule): Loading {
    const all: string[] = []
    const computed: Unit[] = []
    const seen = new Set([module.file])
    const open = [module]
    for (let next = open.pop(); next; next = open.pop()) {
      const { effect, files, vouched, values } = this.load(next)
      if (effect) return { ...nothing, effect }
      all.push(...vouched)
      computed.push(...values)
      for (const file of files.toReversed()) {
        if (!seen.has(file.file)) open.push(file)
        seen.add(file.file)
      }
    }
    return { effect: undefined, vouched: all, values: computed }
  }

  private load(module: SourceModule): Load {
    const known = this.own.get(module.file)
    if (known) return known
    const found = this.look(module)
    this.own.set(module.file, found)
    return found
  }

  private look(module: SourceModule): Load {
    const said = this.context.vouching.ofLoading(module.file, 'file')
    if (said) return { ...nothing, effect: bindingUse(module, module.ast, said), vouched: [said.origin] }
    const first = module.syntaxError ? module.ast : module.ast.statements.find((one) => !this.isInert(module, one))
    if (first) return { ...nothing, effect: loadEffectAt(module, first) }
    const files: SourceModule[] = []
    const vouched: string[] = []
    for (const { node, specifier } of loadedBy(module)) {
      const { program } = this.context.evaluator
      const target = program.resolve(module.file, specifier)
      if (target.kind === 'file' && target.file.endsWith('.json')) continue
      if (target.kind === 'package') {
        const told = this.context.vouching.ofLoading(target.name, 'package')
        if (told) vouched.push(told.origin)
        const use = told ? told.uses.find(isBindingUse) : this.context.packages.loadUse(module.file, target.name)
        if (use) return { ...nothing, effect: effectAt(module, node, use) }
        continue
      }
      const other = moduleAt(program, module.file, specifier)
      if (!other) return { ...nothing, effect: loadEffectAt(module, node) }
      files.push(other)
    }
    return { effect: undefined, files, vouched, values: this.computed(module) }
  }

  /** What is computed when the file is loaded is a constant of it: making it may do more. */
  private computed(module: SourceModule): Unit[] {
    const made = constants(module).filter(({ initializer }) => initializer && !isInert(initializer))
    return made.map((declaration) => this.context.unit(module, declaration))
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

/** The declarations of a file's top-level constants. */
export function constants({ ast }: SourceModule): ts.VariableDeclaration[] {
  return ast.statements.flatMap((one) => (ts.isVariableStatement(one) ? one.declarationList.declarations : []))
}

function bindingUse(module: SourceModule, node: ts.Node, { uses }: Declared): Effect | undefined {
  const use = uses.find(isBindingUse)
  return use && effectAt(module, node, use)
}

function isBindingUse({ label }: Use): boolean {
  return isBindingLabel(label)
}

function loadEffectAt(module: SourceModule, node: ts.Node): Effect {
  return effectAt(module, node, { label: 'unknown', what: 'loading this file has an effect' })
}

/** The modules that a file loads when it is loaded itself. */
export function loadedBy(module: SourceModule): { node: ts.Node; specifier: string }[] {
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
