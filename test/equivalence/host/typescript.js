/* Lets this thread load the TypeScript of the repository, as the test runner does for its own. */
const { readFileSync } = require('node:fs')
const { transformSync } = require('@swc/core')

const options = {
  sourceMaps: false,
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
}

require.extensions['.ts'] = (module, filename) =>
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename)
