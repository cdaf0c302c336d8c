import type { LoadContext } from '../load/build-service'
import { CONFIG_NAME } from '../load/config-name'
import type { Service } from '../load/service'
import { isSourceFile } from '../syntax/source-file'
import { baseName } from '../workspace/paths'

/** Files that were looked into and do not parse: what they hold is not known. */
export function reportSyntaxErrors({ program, diagnostics }: LoadContext, services: readonly Service[]): void {
  const configs = new Set(services.flatMap(({ config, includes }) => [config, ...includes.map(({ file }) => file)]))
  for (const { file, syntaxError } of program.parsed()) {
    if (!syntaxError || configs.has(file) || !isSourceFile(file) || CONFIG_NAME.test(baseName(file))) continue
    const { message, line, column } = syntaxError
    diagnostics.add({ severity: 'error', code: 'source-syntax', message, file, line, column })
  }
}
