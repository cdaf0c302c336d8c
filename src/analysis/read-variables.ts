import { builtinModules } from 'node:module'
import { ts } from 'ts-morph'
import { specifiersIn } from '../syntax/import-index'
import { environmentKey, isProcessEnv, walk } from '../syntax/nodes'
import { type SourceProgram, sourceProgram } from '../syntax/program'
import { textOf, type Workspace } from '../workspace/workspace'
import { AWS } from './tables/packages'

/** Variables that packages and the runtime read by themselves. */
const COMMON =
  /^(AWS|LAMBDA|NODE|POWERTOOLS|LOG|DEBUG|DD|OTEL|SENTRY|NEW_RELIC|_X_AMZN|X_AMZN|TZ|LANG|LC|HTTPS?_PROXY|NO_PROXY)(_|$)/

/** Which variables of the environment the code of a function may read. */
export interface ReadVariables {
  mayRead(name: string): boolean
  /** Whether packages that are not known are loaded, which may read any variable. */
  readonly hasPackages: boolean
}

interface ReadFile {
  readonly text: string
  /** Whether it may read variables by names that it does not hold. */
  readonly readsAny: boolean
}

/** What a file reads of the environment, with all files that it loads; `undefined` where one of them is not known. */
export function readVariables(workspace: Workspace, file: string): ReadVariables | undefined {
  const program = sourceProgram(workspace)
  const found = new Map<string, ReadFile>()
  const packages = new Set<string>()
  const visit = (own: string): boolean => {
    if (found.has(own) || own.endsWith('.json')) return true
    const text = textOf(workspace, own)
    if (text === undefined) return false
    found.set(own, { text, readsAny: readsAny(program, own) })
    return specifiersIn(text).every((specifier) => {
      const target = program.resolve(own, specifier)
      if (target.kind === 'package') packages.add(target.name)
      return target.kind === 'package' || (target.kind === 'file' && visit(target.file))
    })
  }
  if (!visit(file)) return undefined
  const files = [...found.values()]
  return {
    mayRead: (name) =>
      COMMON.test(name) || files.some((one) => one.readsAny || new RegExp(`\\b${name}\\b`).test(one.text)),
    hasPackages: [...packages].some((name) => !AWS.test(name) && !builtinModules.includes(name.replace(/^node:/, ''))),
  }
}

/** `process.env` as a whole, or by a name that is worked out. */
function readsAny(program: SourceProgram, file: string): boolean {
  const module = program.module(file)
  let isFound = !module || module.syntaxError !== undefined
  if (module)
    walk(module.ast, (node) => {
      if (!ts.isExpression(node) || !isProcessEnv(node)) return
      const { parent } = node
      const isListed = ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)
      isFound ||= isListed
        ? parent.name.elements.some((one) => one.dotDotDotToken)
        : environmentKey(parent) === undefined
    })
  return isFound
}
