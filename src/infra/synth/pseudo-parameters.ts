import { asObject, isObject } from '../../load/document'
import type { Service } from '../../load/service'
import type { Template } from '../template'

const PLUGIN = 'serverless-pseudo-parameters'

/** Those that the plugin knows. */
const REGIONS =
  /ap-northeast-1|ap-northeast-2|ap-south-1|ap-southeast-1|ap-southeast-2|ca-central-1|eu-central-1|eu-west-1|eu-west-2|eu-west-3|sa-east-1|us-east-1|us-east-2|us-west-1|us-west-2/

/** `#{AWS::Region}` in texts becomes `Fn::Sub`. Source: `lib/index.js` of serverless-pseudo-parameters 2.6.1. */
export function withPseudoParameters(service: Service, template: Template): Template {
  if (!service.plugins.includes(PLUGIN)) return template
  const { skipRegionReplace = true, allowReferences = true } = asObject(asObject(service.data.custom).pseudoParameters)
  const reference = allowReferences ? /#{([^}]+)}/g : /#{(AWS::[a-zA-Z]+)}/g
  const replaced = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') return replacedText(key, value)
    if (Array.isArray(value)) return value.map((item, index) => replaced(String(index), item))
    return isObject(value) ? replacedMap(value) : value
  }
  const replacedMap = (map: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [key, replaced(key, value)]))
  const replacedText = (key: string, value: string): unknown => {
    const text = skipRegionReplace ? value : value.replace(REGIONS, '#{AWS::Region}')
    if (/#@{[^}]+}/.test(text)) return text.replace(/#@{([^}]+)}/g, '#{$1}')
    const sub = text.replace(reference, '${$1}')
    if (sub === text) return value
    return key === 'Fn::Sub' ? sub : { 'Fn::Sub': sub }
  }
  const sections = Object.entries(template).map(([name, section]) => [
    name,
    isObject(section) || Array.isArray(section) ? replaced(name, section) : section,
  ])
  return Object.fromEntries(sections) as Template
}
