import { asObject } from '../../load/document'
import type { FunctionRef } from '../../load/service'
import { parameter } from '../../scan/params'
import type { InvokeSite } from '../../scan/site'
import type { Value } from '../../syntax/evaluate/value'
import type { Obligation } from '../transform'

/**
 * A name that has a stage written out calls that stage's function wherever it is deployed; what takes its place calls
 * the function of its own stage. The obligation that this is what was meant, where a site has such a name.
 */
export function stageObligation(site: InvokeSite): Obligation | undefined {
  if (site.target.status !== 'resolved') return undefined
  const { ref } = site.target
  if (!isNamedByStage(ref)) return undefined
  const name = fixedNames(parameter(site.params, 'FunctionName'), site).find((text) => hasStage(ref, text))
  return name === undefined
    ? undefined
    : {
        code: 'stage-literal',
        status: 'waived',
        message: `The name "${name}" has its stage written out: deployed to another stage, the code now reaches that stage's own "${ref.function.key}".`,
      }
}

/** Names that are the same in every stage. */
function fixedNames(value: Value, site: InvokeSite): string[] {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? [value.value] : []
    case 'one-of':
      return value.values.flatMap((choice) => fixedNames(choice, site))
    case 'fallback':
      return fixedNames(value.first, site)
    case 'environment':
      return site.callers.flatMap((caller) => writtenInConfiguration(caller, value.key))
    default:
      return []
  }
}

/** A variable of the configuration whose text has no variable in it. */
function writtenInConfiguration({ service, function: fn }: FunctionRef, key: string): string[] {
  const document = asObject(service.document.value)
  const own = asObject(asObject(asObject(document.functions)[fn.key]).environment)
  const shared = asObject(asObject(document.provider).environment)
  const text = own[key] ?? shared[key]
  return typeof text === 'string' && !text.includes('${') ? [text] : []
}

/** Whether the name that a function is deployed with has the stage in it. */
function isNamedByStage({ service, function: fn }: FunctionRef): boolean {
  const raw = asObject(asObject(asObject(service.document.value).functions)[fn.key]).name ?? fn.data.name
  return raw === undefined || (typeof raw === 'string' && /\$\{[^}]*stage/.test(raw))
}

/** Whether a text is the name, ARN or not, of the function in some stage. */
function hasStage({ service, function: fn }: FunctionRef, text: string): boolean {
  const [name = ''] = (/(?:^|:)function:([^:]+)/.exec(text)?.[1] ?? text).split(':')
  if (fn.data.name !== undefined) return name === fn.name && name.includes(service.stage)
  return name.startsWith(`${service.name}-`) && name.endsWith(`-${fn.key}`)
}
