/** Path of the file that Node loads for a source file. */
export function built(file: string): string {
  return file.replace(/\.[cm]?[jt]s$/, '.js')
}
