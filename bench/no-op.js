/** A jscodeshift transform that parses every file and changes nothing, in one process. */

const { readdirSync } = require('node:fs')
const { join } = require('node:path')
const { run } = require('jscodeshift/src/Runner')

const files = readdirSync(process.argv[2], { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(process.argv[2], file))

run(join(__dirname, 'no-op-transform.js'), files, {
  runInBand: true,
  parser: 'ts',
  extensions: 'ts',
  silent: true,
  babel: false,
})
