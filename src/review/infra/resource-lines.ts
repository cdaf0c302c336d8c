import type { ResourceChange } from '../../infra/diff/model'
import { isPolicyChange, propertyText, tellingProperties } from './words'

/** A line of the infrastructure diff. `±`: replaced; `!`: a finding. */
export interface InfraLine {
  readonly sign: '+' | '-' | '~' | '±' | '!' | ' '
  readonly text: string
  /** 1 for what belongs to the line above. */
  readonly depth: 0 | 1
}

const SIGNS: Readonly<Record<ResourceChange['impact'], InfraLine['sign']>> = {
  create: '+',
  update: '~',
  replace: '±',
  'may-replace': '±',
  destroy: '-',
  orphan: '-',
}

/** A resource and what of it is worth a line. */
export function resourceLines(row: ResourceChange): InfraLine[] {
  const sign = SIGNS[row.impact]
  const { type, logicalId, renamed } = row
  const properties = sign === '-' ? [] : tellingProperties(row.properties).filter((change) => !isPolicyChange(change))
  const isPolicyOnly = sign === '~' && row.properties.some(isPolicyChange)
  return [
    { sign, text: `${type} ${logicalId}${fateText(row)}`, depth: 0 },
    ...(renamed
      ? [{ sign: ' ' as const, text: `physical name: ${renamed.before} → ${renamed.after}`, depth: 1 as const }]
      : []),
    ...(isPolicyOnly ? [{ sign: ' ' as const, text: 'its permissions, as told', depth: 1 as const }] : []),
    ...(sign === '+' ? stateLines(row) : []),
    ...properties.map((property): InfraLine => {
      const change = propertyText(property)
      const forces = property.replaces ? ` (${row.impact === 'replace' ? 'forces' : 'may force'} replacement)` : ''
      return { sign: change.sign, text: `${change.text}${forces}`, depth: 1 }
    }),
  ]
}

/** The states of a new machine by name: what is in them is in the code diff. */
function stateLines({ properties }: ResourceChange): InfraLine[] {
  const names = properties.flatMap(({ path }) => /^Definition\.States\.([^.]+)\.Type$/.exec(path)?.[1] ?? [])
  return names.length > 0 ? [{ sign: '+', text: `Definition.States: ${names.join(', ')}`, depth: 1 }] : []
}

/** What becomes of a resource that goes. */
function fateText({ impact, isRetained, isStateful, losesData }: ResourceChange): string {
  switch (impact) {
    case 'orphan':
      return ' (let go and kept: DeletionPolicy)'
    case 'replace':
      return ` (replaced: ${isRetained ? 'the old one is kept' : losesData ? 'its data are lost' : 'the old one is deleted'})`
    case 'may-replace':
      return ` (may be replaced${losesData ? ': its data would be lost' : ''})`
    case 'destroy':
      return losesData ? ' (its data are lost)' : isStateful ? ' (a snapshot is kept)' : ''
    default:
      return ''
  }
}
