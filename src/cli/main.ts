import { createInterface } from 'node:readline/promises'
import { ansiColors, noColors } from '../review/palette'
import type { Io } from './io'
import { run } from './program'

/** Entry point of the command: gives it the real streams, and the process its exit code. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // the reader of a pipe has had enough: `lambda-unchain plan | head`
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
  process.exitCode = await run(argv, processIo(argv))
}

function processIo(argv: readonly string[]): Io {
  const mayColour = !argv.includes('--no-color') && !process.env.NO_COLOR
  const isAnswerable = process.stdin.isTTY === true && process.stderr.isTTY === true
  return {
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    palette: mayColour && (process.stdout.isTTY || process.env.FORCE_COLOR) ? ansiColors : noColors,
    errPalette: mayColour && (process.stderr.isTTY || process.env.FORCE_COLOR) ? ansiColors : noColors,
    confirm: isAnswerable ? confirm : undefined,
  }
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
  } finally {
    terminal.close()
  }
}
