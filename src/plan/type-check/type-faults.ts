import { ts } from 'ts-morph'

/** What the compiler says of a file. */
export interface TypeFault {
  readonly file: string
  readonly code: number
  readonly message: string
  /** The file that changes and that it is owed to: itself, or one that it imports. */
  readonly owedTo: string
  /** What is the same for one and the same error in another file. */
  readonly key: string
}

/** Names and modules that are not there, or a way to write imports: as often as it is told, it has one cause. */
const ONE_CAUSE: ReadonlySet<number> = new Set([
  2304, 2307, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2792, 2867, 2868, 7016, 5097,
])

/** A parameter or pattern without a type: of which name, an event that is taken apart changes. */
const WITHOUT_TYPE: ReadonlySet<number> = new Set([7006, 7019, 7031])

/** Packages whose types the rewrites use, and that need not be installed yet. */
const PACKAGES = /^Cannot find module '(aws-lambda|aws-sdk(\/[^']*)?|@aws-sdk\/[^']*)'/

/** Names of Node and of browsers, whose declarations are not installed. */
const PLATFORM: ReadonlySet<number> = new Set([2580, 2584, 2591])

/** The faults that count: not that a package is not installed, nor what has no type by that. */
export function ofCode(faults: readonly TypeFault[]): TypeFault[] {
  const isMissing = ({ code, message }: TypeFault) => PLATFORM.has(code) || PACKAGES.test(message)
  const untyped = new Set(faults.filter(({ message }) => /'aws-lambda'/.test(message)).map(({ file }) => file))
  return faults.filter((fault) => !isMissing(fault) && !(WITHOUT_TYPE.has(fault.code) && untyped.has(fault.file)))
}

export function typeFault(file: string, owedTo: string, { code, messageText }: ts.Diagnostic): TypeFault {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ')
  return { file, owedTo, code, message, key: keyOf(code, message) }
}

/** Moved along, an error may name a path from another folder. */
function keyOf(code: number, message: string): string {
  if (WITHOUT_TYPE.has(code)) return 'without a type'
  const text = message
    .replace(/import\("[^"]*"\)\./g, '')
    .replace(/'(?:\.{1,2}\/)[^']*?([^'/]*)'/g, "'$1'")
    .replace(/'\/[^']*?([^'/]*)'/g, "'$1'")
  return `${code} ${text}`
}

/** What is more in one list than in another. */
export function newFaults(after: readonly TypeFault[], before: readonly TypeFault[]): TypeFault[] {
  const left = before.map(({ key }) => key)
  return after.filter(({ code, key }) => {
    const at = left.indexOf(key)
    const isOne = ONE_CAUSE.has(code) || WITHOUT_TYPE.has(code)
    if (at >= 0 && !isOne) left.splice(at, 1)
    return at < 0
  })
}
