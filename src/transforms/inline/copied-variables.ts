import { missingVariables } from '../../analysis/environment'
import { usersOf } from '../../analysis/file-users'
import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { isTestFile } from '../../scan/test-file'
import { isSourceFile } from '../../syntax/source-file'
import { textOf } from '../../workspace/workspace'
import { type MovedCode, type Proposal, refuse, type TransformContext } from '../transform'
import type { ReadSite } from './read-site'

/**
 * Checks that a caller can be given the variables that the callee alone has: it has no use of them yet.
 * @throws Refused
 */
export function checkVariables(context: TransformContext, site: InvokeSite, callee: FunctionRef): void {
  const { environment } = context.relocatable(callee)
  const { key } = callee.function
  for (const caller of site.callers) {
    for (const name of missingVariables(callee, caller, environment)) {
      if (!context.options.copyEnv)
        refuse(site, 'not-relocatable', `"${key}": it reads "${name}", which "${caller.function.key}" does not have.`)
      const reader = readerOf(context, caller, callee, name)
      if (reader !== undefined) {
        const message = `"${key}": it reads "${name}", which "${caller.function.key}" does not have, but looks for in ${reader}.`
        refuse(site, 'not-relocatable', message)
      }
    }
  }
}

/** A file that the caller loads and that mentions a variable: it would find a value where there was none. */
function readerOf(
  { workspace, imports }: TransformContext,
  caller: FunctionRef,
  callee: FunctionRef,
  name: string,
): string | undefined {
  const { handler } = caller.function
  const word = new RegExp(`\\b${name}\\b`)
  return workspace.files.find((file) => {
    if (!isSourceFile(file) || isTestFile(file) || file === caller.service.config) return false
    if (!word.test(textOf(workspace, file) ?? '')) return false
    if (!handler || file === handler.file) return file !== callee.function.handler?.file
    return usersOf(imports, file).has(handler.file)
  })
}

/** The variables that callers are given. */
export function copiedVariables(context: TransformContext, read: readonly ReadSite[]): Proposal['infra'] {
  const changes = read.flatMap(({ site, callee }) =>
    site.callers.flatMap((caller) =>
      missingVariables(callee, caller, context.relocatable(callee).environment).map((name) => ({
        key: `${refKey(caller)} ${name}`,
        service: caller.service,
        change: {
          kind: 'set-environment' as const,
          function: caller.function.key,
          name,
          value: callee.function.environment[name],
          from: callee.function.key,
        },
      })),
    ),
  )
  return [...new Map(changes.map(({ key, ...rest }) => [key, rest])).values()]
}

/** Whose code the callers run from then on, and what it reads of the environment that they share. */
export function movedCode(context: TransformContext, read: readonly ReadSite[]): MovedCode[] {
  return read.flatMap(({ index, site, callee }) => {
    const { environment } = context.relocatable(callee)
    return site.callers.map((caller) => ({ site: index, caller, callee, environment }))
  })
}

/** What a reader of the plan should know of it. */
export function copyNotes(copied: Proposal['infra']): string[] {
  return copied.flatMap(({ change }) =>
    change.kind === 'set-environment'
      ? [
          `${change.function}: gets the variable ${change.name} of "${change.from}", whose code it runs now (--no-copy-env refuses instead).`,
        ]
      : [],
  )
}
