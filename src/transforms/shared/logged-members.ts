import { ts } from 'ts-morph'
import { isLogged, otherUses } from '../../scan/params'
import type { InvokeSite } from '../../scan/site'
import type { SourceEdit } from '../file-change'

/** The names that parameters have in a message: `FunctionName` is `QueueUrl`. */
interface Named {
  readonly members?: Readonly<Record<string, string>>
}

/** What a parameter that is written to the log is called in a message: `console.log(params.Payload)`. */
export function loggedMember(use: ts.Identifier, { members }: Named): string | undefined {
  const { parent } = use
  const isMember = ts.isPropertyAccessExpression(parent) && parent.expression === use
  return isMember && isLogged(parent) ? members?.[parent.name.text] : undefined
}

/** Log lines with a parameter of the call get that of the message. */
export function memberEdits(site: InvokeSite, kind: Named): SourceEdit[] {
  const { ast } = site.module
  return otherUses(site).flatMap((use) => {
    const text = loggedMember(use, kind)
    const access = use.parent
    if (text === undefined || !ts.isPropertyAccessExpression(access)) return []
    const { name } = access
    return [{ start: name.getStart(ast), end: name.end, text, reason: 'The parameters are those of a message.' }]
  })
}
