import type { TemplateBuilder } from './builder'

/** Plugins that change the template and are compiled here. */
const COMPILED = new Set([
  'serverless-iam-roles-per-function',
  'serverless-step-functions',
  'serverless-lift',
  'serverless-pseudo-parameters',
])

/** Plugins that are known to leave the template alone. */
const INERT = new Set([
  'serverless-offline',
  'serverless-esbuild',
  'serverless-webpack',
  'serverless-plugin-typescript',
  'serverless-bundle',
  'serverless-prune-plugin',
])

/** Says of which plugins it is not known what they add. */
export function notePlugins(builder: TemplateBuilder): void {
  builder.service.plugins.forEach((plugin, index) => {
    if (COMPILED.has(plugin) || INERT.has(plugin)) return
    builder.note(`What the plugin "${plugin}" adds to the template is not compiled.`, ['plugins', index])
  })
}
