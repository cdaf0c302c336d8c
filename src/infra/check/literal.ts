import { isObject } from '../../load/document'
import type { Service } from '../../load/service'
import { canonical } from '../diff/canonical'

/** Values of pseudo parameters that have the length of real ones. */
function pseudoParameters({ name, stage, region }: Service): ReadonlyMap<string, string> {
  return new Map([
    ['AWS::Region', region],
    ['AWS::AccountId', '123456789012'],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', `${name}-${stage}`],
  ])
}

/** The text that a value comes to when it is deployed; `undefined` where that is not known before. */
export function literalText(value: unknown, service: Service): string | undefined {
  const form = canonical(value)
  if (typeof form === 'string') return form.includes('${') ? undefined : form
  if (!isObject(form)) return undefined
  const pseudo = pseudoParameters(service)
  if (typeof form.Ref === 'string') return pseudo.get(form.Ref)
  const text = form['Fn::Sub']
  if (typeof text !== 'string') return undefined
  const filled = text.replace(/\$\{(AWS::\w+)\}/g, (whole, name: string) => pseudo.get(name) ?? whole)
  return /\$\{[^!]/.test(filled) ? undefined : filled.replace(/\$\{!/g, '${')
}
