import { execFileSync } from 'node:child_process'

/** Files of the list that have uncommitted changes; none where the folder is in no git work tree. */
export function uncommittedFiles(root: string, files: readonly string[]): string[] {
  if (files.length === 0) return []
  try {
    const output = execFileSync(
      'git',
      ['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--', ...files],
      {
        cwd: root,
        maxBuffer: 1 << 26,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    const prefix = execFileSync('git', ['rev-parse', '--show-prefix'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .toString()
      .trim()
    return output
      .toString('utf8')
      .split('\0')
      .filter(Boolean)
      .map((line) => line.slice(3))
      .map((file) => (file.startsWith(prefix) ? file.slice(prefix.length) : file))
  } catch {
    return []
  }
}
