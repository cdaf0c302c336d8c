#!/usr/bin/env node

const { existsSync } = require('node:fs')
const module_ = require('node:module')
const { join } = require('node:path')

// Node 22 and later keep compiled code between runs
module_.enableCompileCache?.()

const main = join(__dirname, '..', 'dist', 'cli', 'main.js')
if (!existsSync(main)) {
  process.stderr.write('lambda-unchain is not built: run "npm ci" (or "npm run build") in its folder.\n')
  process.exit(1)
}
require(main).main()
