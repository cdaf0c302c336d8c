import { asObject, asString } from '../../load/document'
import type { FunctionRef, Service } from '../../load/service'
import { parameter } from '../../scan/params'
import type { InvokeSite } from '../../scan/site'
import type { Value } from '../../syntax/evaluate/value'
import { refuse } from '../transform'
import type { OriginCode } from './client-refusal'

/** `arn:aws:lambda:eu-west-1:123456789012:function:…`, its region and its account where they are written out. */
const PART = String.raw`((?:[^:$]|\$\{[^}]*\})*)`
const FUNCTION_ARN = new RegExp(`^arn:${PART}:lambda:${PART}:${PART}:function:`)
const ROLE_ARN = /^arn:[^:]*:iam::(\d{12}):role\//

/**
 * Checks that a callee is not named by the ARN of another region, or of an account that is not known to be the own: a
 * queue, a topic and a bus are those of the stack, and so is the code of a function that is called.
 * @throws Refused with that code
 */
export function checkArn(site: InvokeSite, code: OriginCode): void {
  for (const caller of site.callers) {
    for (const text of names(parameter(site.params, 'FunctionName'), caller)) {
      const [, , region = '', account = ''] = FUNCTION_ARN.exec(text) ?? []
      const { service, function: fn } = caller
      if (/^[a-z]+(-[a-z]+)+-\d$/.test(region) && region !== service.region) {
        const hint = `(deployed to that one, plan with --region ${region})`
        const message = `The ARN "${text}" is one of the region "${region}", and "${fn.key}" is deployed to ${service.region} ${hint}.`
        refuse(site, code, message)
      }
      if (/^\d{12}$/.test(account) && !ownAccounts(service).has(account)) {
        const message = `The ARN "${text}" is one of the account ${account}, and nothing says that "${service.name}" is deployed to it.`
        refuse(site, code, message)
      }
    }
  }
}

/** Texts that a name may be, for a caller. */
function names(value: Value, caller: FunctionRef): string[] {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? [value.value] : []
    case 'one-of':
      return value.values.flatMap((choice) => names(choice, caller))
    case 'fallback':
      return [...names(value.first, caller), ...names(value.second, caller)]
    case 'text':
      return [value.parts.map((part) => (typeof part === 'string' ? part : (names(part, caller)[0] ?? '…'))).join('')]
    case 'environment':
      return [caller.function.environment[value.key]].filter((text) => typeof text === 'string')
    default:
      return []
  }
}

/** Accounts of the roles that the functions of a service run as: Lambda takes none of another account. */
function ownAccounts({ data, functions }: Service): ReadonlySet<string> {
  const provider = asObject(data.provider)
  const roles = [provider.role, asObject(provider.iam).role, ...functions.map((fn) => fn.data.role)]
  return new Set(roles.flatMap((role) => ROLE_ARN.exec(asString(role) ?? '')?.[1] ?? []))
}
