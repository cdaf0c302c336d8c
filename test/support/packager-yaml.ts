import { createRequire } from 'node:module'

/** The packager's own modules, with the versions that it brings. */
const packager = createRequire(require.resolve('osls/package.json'))

const yaml: { load(text: string, options: { schema: unknown }): unknown } = packager('js-yaml')
const schema: unknown = packager('./lib/utils/serverless-utils/cloudformation-schema')

/** Reads a configuration with the reader of the packager, as its `configuration/read.js` does. @throws YAMLException */
export function packagerRead(text: string): unknown {
  return yaml.load(text, { schema })
}
