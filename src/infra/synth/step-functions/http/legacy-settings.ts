import { asObject, type ConfigObject } from '../../../../load/document'
import type { TemplateBuilder } from '../../builder'

/** A setting of `provider.apiGateway`; the plugin also takes it from the provider, where it stood in older versions. */
export function legacySetting({ service }: TemplateBuilder, settings: ConfigObject, name: string): unknown {
  return settings[name] || asObject(service.data.provider)[name]
}
