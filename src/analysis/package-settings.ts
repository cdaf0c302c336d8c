import { ts } from 'ts-morph'
import type { Binding } from '../syntax/bind'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { isAccess, rewrap, walk } from '../syntax/nodes'
import { placeOf } from '../syntax/parse'
import { pathFrom } from './effects/collect-packages'
import { type PackageMember, packageMember } from './effects/package-root'
import { loadedModules, specifiersOf } from './loaded-modules'
import { isGivenValue } from './mutations'
import { packageName } from './packages/package-name'
import { configures, isConfigurable } from './packages/packages'

/** Where code changes what all users of a package share. */
export interface PackageSetting {
  /** `moment.locale`, as it is written. */
  readonly what: string
  readonly file: string
  readonly line: number
}

/** The packages that a file uses, and all that it loads of the repository. */
export function packagesUsed({ program }: Evaluator, start: SourceModule): ReadonlySet<string> {
  return new Set(
    loadedModules(program, start).flatMap((module) =>
      specifiersOf(module).flatMap((specifier) => {
        const target = program.resolve(module.file, specifier)
        return target.kind === 'package' ? [instanceOf(target.name)] : []
      }),
    ),
  )
}

/** The first place where a file, or what it loads of the repository, changes settings of one of some packages. */
export function packageSetting(
  evaluator: Evaluator,
  start: SourceModule,
  packages: ReadonlySet<string>,
): PackageSetting | undefined {
  const open = new Set([...packages].filter(isConfigurable))
  if (open.size === 0) return undefined
  for (const module of loadedModules(evaluator.program, start)) {
    const node = settingIn(evaluator, module, open)
    if (!node) continue
    const { line } = placeOf(module.ast, node.getStart(module.ast))
    return { what: node.getText(module.ast).split('\n')[0] ?? '', file: module.file, line }
  }
  return undefined
}

/** Whose settings a package has: `moment-timezone` is `moment` with more to it. */
function instanceOf(module: string): string {
  const name = packageName(module)
  return name === 'moment-timezone' ? 'moment' : name
}

function settingIn(evaluator: Evaluator, module: SourceModule, packages: ReadonlySet<string>): ts.Node | undefined {
  const isOpen = (member: PackageMember | undefined): member is PackageMember =>
    member !== undefined && packages.has(instanceOf(member.module))
  for (const binding of module.bindings.all) {
    const member = isName(binding) ? memberOf(evaluator, module, binding) : undefined
    if (!isOpen(member)) continue
    const found = binding.references.map((reference) => changeOf(reference, member)).find((node) => node)
    if (found) return found
  }
  let found: ts.Node | undefined
  walk(module.ast, (node) => {
    if (found) return
    if (ts.isStringLiteralLike(node) && /^moment\/locale\//.test(node.text) && packages.has('moment'))
      found = node.parent
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'require') return
    const member = packageMember({ evaluator }, module, node)
    if (isOpen(member)) found = changeOf(node, member)
  })
  return found
}

function memberOf(evaluator: Evaluator, module: SourceModule, binding: Binding): PackageMember | undefined {
  const value = evaluator.binding(module, binding)
  return value.kind === 'external' && value.module !== '' ? value : undefined
}

/** Whether a name is one of an import or of a constant. */
function isName({ declarations: [declaration], writes }: Binding): boolean {
  return declaration !== undefined && !ts.isParameter(declaration) && writes.length === 0
}

const CHANGING = /^(Object\.(assign|definePropert(y|ies)|setPrototypeOf)|Reflect\.(set|defineProperty|deleteProperty))$/

/** Methods that only call what they are given. */
const CALLING = /\.(map|flatMap|filter|forEach|find|some|every|reduce|sort|then)$/

/** The use of a package that changes it: a setting that is called, a member that is given a value, the whole that is handed to code. */
function changeOf(use: ts.Expression, member: PackageMember): ts.Node | undefined {
  const { node, path } = pathFrom(use, member.path)
  const whole = rewrap(node)
  const { parent } = whole
  if (isAccess(whole) && isGivenValue(whole)) return whole
  if (!ts.isCallExpression(parent)) return undefined
  if (parent.expression === whole) {
    const isSetting = parent.arguments.length > 0 && configures(member.module, path)
    return isSetting ? parent.expression : undefined
  }
  const callee = parent.expression.getText()
  if (CHANGING.test(callee)) return parent.arguments[0] === whole ? parent : undefined
  const isWhole = path.every((name) => name === 'default')
  return isWhole && parent.arguments.some((one) => one === whole) && !CALLING.test(callee) ? parent : undefined
}
