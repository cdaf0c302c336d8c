import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, propertyName, walk } from '../syntax/nodes'
import { placeOf } from '../syntax/parse'
import { packageName } from './packages/package-name'
import type { ProcessChange } from './process-changes'
import { words } from './tables/words'

/** Packages that set variables of the environment from files. Source: their documentation. */
const SETTERS = words(`
  dotenv dotenv-flow dotenv-safe dotenv-extended dotenv-defaults dotenv-expand @dotenvx/dotenvx env-smart node-env-file envkey
`)

/** Members of those that only read a text. */
const READING = /^(parse|decrypt|keypair)$/

/** Options of `@middy/ssm` and its like that put secrets into the environment. */
const SETTING_OPTION = /^(setToEnv|setToProcessEnv)$/

const MAY_SET = /\bdotenvx?\b|\benv-smart\b|\bnode-env-file\b|\benvkey\b|\bloadEnvFile\b|\bsetTo(Process)?Env\b/

/** Where a file lets a package, or Node, set variables of the environment: any, as what they read is not known. */
export function environmentSetters(module: SourceModule): ProcessChange[] {
  if (!MAY_SET.test(module.text)) return []
  const found: ProcessChange[] = []
  const isOverriding = /\boverride|\bexpand/i.test(module.text)
  walk(module.ast, (node) => {
    const isPackage = ts.isStringLiteralLike(node) && isLoaded(node) && setsVariables(module, node)
    const isOption = ts.isPropertyAssignment(node) && SETTING_OPTION.test(propertyName(node.name) ?? '')
    const isNode = isAccess(node) && accessedName(node) === 'loadEnvFile'
    if (!isPackage && !isOption && !isNode) return
    const { line } = placeOf(module.ast, node.getStart(module.ast))
    const what = (isPackage ? node.parent : node).getText(module.ast).split('\n')[0] ?? ''
    found.push({ what, kind: 'environment', isDefault: !isOption && !isOverriding, file: module.file, line })
  })
  return found
}

/** Whether a text names a module that is loaded. */
function isLoaded({ parent }: ts.StringLiteralLike): boolean {
  if (ts.isImportDeclaration(parent)) return !parent.importClause?.isTypeOnly
  return ts.isCallExpression(parent) && /^(require|import)$/.test(parent.expression.getText())
}

/** Whether a package is loaded for more than to read a text. */
function setsVariables(module: SourceModule, { text, parent }: ts.StringLiteralLike): boolean {
  if (!SETTERS.has(packageName(text))) return false
  if (text !== packageName(text)) return true
  if (ts.isCallExpression(parent) && isAccess(parent.parent)) return !READING.test(accessedName(parent.parent) ?? '')
  const owner = ts.isImportDeclaration(parent) ? parent : parent.parent
  const names = module.bindings.all.filter(
    ({ declarations: [one] }) => one && owner.pos <= one.pos && one.end <= owner.end,
  )
  const isReading = ({ name, references }: (typeof names)[number]) =>
    READING.test(name) || references.every(({ parent: use }) => isAccess(use) && READING.test(accessedName(use) ?? ''))
  return names.length === 0 || !names.every(isReading)
}
