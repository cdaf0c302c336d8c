import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Io } from '../../src/cli/io'
import { run } from '../../src/cli/program'
import { noColors } from '../../src/review/palette'
import { writeTree } from './fixtures'

/** A repository in a temporary folder, and the command run in it. */
export class TestRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'lambda-unchain-'))
  /** Where the command is run. */
  cwd = this.folder

  constructor(files: Readonly<Record<string, string>>, { git = true } = {}) {
    writeTree(this.folder, files)
    if (git) {
      this.git('init', '-q')
      this.commit()
    }
  }

  git(...args: string[]): void {
    execFileSync('git', args, { cwd: this.folder, stdio: 'ignore' })
  }

  commit(): void {
    this.git('add', '-A')
    this.git('-c', 'user.name=test', '-c', 'user.email=test@example.invalid', 'commit', '-qm', 'test')
  }

  async run(args: readonly string[], confirm?: Io['confirm']): Promise<{ code: number; out: string; err: string }> {
    let out = ''
    let err = ''
    const io: Io = {
      cwd: this.cwd,
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
      palette: noColors,
      errPalette: noColors,
      confirm,
    }
    return { code: await run(args, io), out, err }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
