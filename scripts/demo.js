#!/usr/bin/env node
// Plans the migration of the bundled example and prints findings, code diff and infra diff. Nothing is written.
const { spawnSync } = require('node:child_process')
const { join } = require('node:path')

const CHANGES_PENDING = 2

const root = join(__dirname, '..')
const { status } = spawnSync(
  process.execPath,
  [join(root, 'bin', 'lambda-unchain.js'), 'plan', 'fixtures/demo/input'],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
process.exitCode = status === CHANGES_PENDING ? 0 : 1
