import { usersOf } from '../analysis/file-users'
import type { Composition } from '../compose/compose'
import { isTestFile } from '../scan/test-file'
import { importIndex } from '../syntax/import-index'
import type { SourceProgram } from '../syntax/program'
import { isSourceFile } from '../syntax/source-file'
import { textOf } from '../workspace/workspace'
import type { Analysis } from './analyze'

/** How the Lambda client is spoken of by tests that stand in for it. */
const STANDS_IN = /InvokeCommand|LambdaClient|client-lambda|aws-sdk-client-mock|aws-sdk-mock|\bAWS\.Lambda\b|\binvoke\b/

const MOCKED = /\b(?:jest|vi|td|mock)\.(?:do)?[mM]ock\(\s*['"`]([^'"`]+)['"`]/g

/** Tests that reach what a message or a function takes the place of, and stand in for the client or the helper: they ask for the old call. */
export function testNotes({ context }: Analysis, { accepted, edits }: Composition): string[] {
  const rewritten = accepted.filter(({ transform }) => ['sqs', 'sns', 'event-bridge', 'inline'].includes(transform))
  const sites = new Set(rewritten.flatMap((proposal) => proposal.sites))
  const changed = new Set(
    edits
      .filter((edit) => isSourceFile(edit.file) && edit.sites.some((site) => sites.has(site)))
      .map(({ file }) => file),
  )
  if (changed.size === 0) return []
  const imports = importIndex(context.workspace, context.program)
  const users = new Set([...changed].flatMap((file) => [...usersOf(imports, file)]))
  const tests = context.workspace.files.filter((file) => isSourceFile(file) && isTestFile(file))
  const found = tests.filter((file) => {
    const text = textOf(context.workspace, file) ?? ''
    return mocks(context.program, file, text, changed) || (STANDS_IN.test(text) && users.has(file))
  })
  if (found.length === 0) return []
  const files = found.length > SHOWN ? [...found.slice(0, SHOWN), `${found.length - SHOWN} more`] : found
  return [`Tests that stand in for a call that changes ask for the old one: see ${files.join(', ')}.`]
}

const SHOWN = 8

function mocks(program: SourceProgram, file: string, text: string, changed: ReadonlySet<string>): boolean {
  return [...text.matchAll(MOCKED)].some(([, specifier = '']) => {
    const target = program.resolve(file, specifier)
    return target.kind === 'file' && changed.has(target.file)
  })
}
