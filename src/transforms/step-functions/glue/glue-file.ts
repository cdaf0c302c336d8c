import type { SourceModule } from '../../../syntax/module'
import { isTypeScript } from '../../../syntax/source-file'
import { sourceStyle } from '../../../syntax/style'
import { importLines } from '../../shared/moved-imports'
import { declarationText, type Needs } from './needs'

/** A step as it is written: its name, and its function. */
export interface WrittenStep {
  readonly name: string
  readonly text: string
  readonly takesInput: boolean
}

/** The file of the function of steps: imports and declarations that its steps need, the table of them, and the handler. */
export function glueFile(
  module: SourceModule,
  file: string,
  exported: string,
  steps: readonly WrittenStep[],
  needs: Needs,
): string {
  const { eol, indent, semicolons, trailingCommas } = sourceStyle(module)
  const end = semicolons ? ';' : ''
  const last = steps.length - 1
  const entries = steps.map(
    ({ name, text }, index) => `${indent}${name}: ${text}${index < last || trailingCommas ? ',' : ''}`,
  )
  const table = [`const steps = {`, ...entries, `}${end}`].join(eol)
  // a function without parameters takes no argument, where that is checked
  const input = steps.some(({ takesInput }) => takesInput) ? 'input' : undefined
  const members = ['step: keyof typeof steps', ...(input ? [`${input}: any`] : [])].join('; ')
  const type = isTypeScript(module.file) ? `: { ${members} }` : ''
  const names = ['step', ...(input ? [input] : [])].join(', ')
  const handler = `${exportOf(module, exported)} = async ({ ${names} }${type}) => steps[step](${input ?? ''})${end}`
  return [...parts(module, file, needs), table, handler].join(eol + eol) + eol
}

/** The file of a function that does one step, as Lambda would call it: what that does is looked up here. */
export function stepFile(module: SourceModule, file: string, text: string | undefined, needs: Needs): string {
  const { eol } = sourceStyle(module)
  return [...parts(module, file, needs), `${exportOf(module, 'handler')} = ${text ?? '() => 0'};`].join(eol + eol) + eol
}

function exportOf({ isEsm }: SourceModule, name: string): string {
  return isEsm ? `export const ${name}` : `exports.${name}`
}

function parts(module: SourceModule, file: string, needs: Needs): string[] {
  const { eol } = sourceStyle(module)
  return [
    importLines(module, needs.bindings, file).join(eol),
    ...needs.statements.map((statement) => declarationText(module, statement)),
  ].filter((part) => part !== '')
}
