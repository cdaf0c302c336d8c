/*
 * Fetches the runtime client of Lambda, which the equivalence tests run handlers in: `npm pack` of two pinned versions, of
 * which one file each is kept in .tmp. As a dependency it would compile its native half on every install. Without a
 * registry the tests use an emulation, and say so.
 */
const { execFileSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const { existsSync, mkdirSync, readFileSync, rmSync } = require('node:fs')
const { join } = require('node:path')

const CLIENTS = {
  3: {
    version: '3.3.0',
    file: 'package/dist/index.mjs',
    integrity: 'sha512-9p06TbKVK4a050NY/vYOxhMHvnIiUu5o1W0//q6yNLSqA/c91pn4BOj3C3sRTpplkUNsGJdU5qWyU2STo6L8hA==',
  },
  4: {
    version: '4.0.2',
    file: 'package/index.mjs',
    integrity: 'sha512-FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==',
  },
}
const FOLDER = join(__dirname, '..', '.tmp', 'runtime-clients')

function fetchClient({ version, file, integrity }) {
  const folder = join(FOLDER, version)
  if (existsSync(join(folder, file))) return
  mkdirSync(folder, { recursive: true })
  const archive = join(folder, `aws-lambda-ric-${version}.tgz`)
  try {
    const args = ['pack', `aws-lambda-ric@${version}`, '--ignore-scripts', '--silent', '--pack-destination', folder]
    execFileSync('npm', args, { stdio: 'ignore', timeout: 60_000, shell: process.platform === 'win32' })
    const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
    if (hash !== integrity) throw new Error(`aws-lambda-ric ${version} is not the archive that is pinned here.`)
    execFileSync('tar', ['-xzf', archive, '-C', folder, file], { stdio: 'ignore' })
  } finally {
    rmSync(archive, { force: true })
  }
}

for (const client of Object.values(CLIENTS)) {
  try {
    fetchClient(client)
  } catch (error) {
    console.warn(`The runtime client ${client.version} is not at hand, its emulation is used: ${error.message}`)
  }
}
