import type { InvokeSite } from '../../scan/site'
import { isTypeScript } from '../../syntax/source-file'

/** Whether `?.` can be written in the file of a call: TypeScript writes it for older runtimes. */
export function canWriteOptionalChaining({ module, callers }: InvokeSite): boolean {
  const majors = callers.map(({ function: { runtime } }) => Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? Number.NaN))
  return isTypeScript(module.file) || majors.every((major) => !(major < 14))
}
