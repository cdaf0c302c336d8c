import type { InfraDiff, ResourceChange } from '../../infra/diff/model'
import type { Palette } from '../palette'
import { iamText, isPolicyChange, propertyText, tellingProperties } from '../words'

/** The infrastructure diff of one stack: permissions first, then what is lost, then the rest. */
export function infraText(diff: InfraDiff, palette: Palette): string {
  const sections: [string, string[]][] = [
    ['Permissions', diff.iam.map((row) => sign(row.change === 'added' ? '+' : '-', iamText(row), palette))],
    ['Replaced (the old resource is deleted)', diff.replaced.flatMap((row) => resource('±', row, palette))],
    ['Destroyed', diff.destroyed.flatMap((row) => resource('-', row, palette))],
    ['Created', diff.created.flatMap((row) => resource('+', row, palette))],
    ['Changed', diff.changed.flatMap((row) => resource('~', row, palette))],
    ['Republished (a new version, nothing else)', republishedOnly(diff).map((id) => sign('~', id, palette))],
    ['Findings', diff.findings.map(({ code, message }) => sign('!', `${code}: ${message}`, palette))],
    ['Not modelled', diff.notes.map((note) => palette.dim(note))],
  ]
  const body = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [palette.bold(`  ${title}`), ...lines.map((line) => `    ${line}`)].join('\n'))
  return [palette.bold(`Stack ${diff.stack} (${diff.config})`), ...(body.length > 0 ? body : ['  No changes.'])].join(
    '\n',
  )
}

function republishedOnly(diff: InfraDiff): string[] {
  const changed = new Set(diff.changed.map((row) => row.logicalId))
  return diff.republished.filter((id) => !changed.has(id))
}

function resource(mark: string, row: ResourceChange, palette: Palette): string[] {
  const kept = row.isRetained && mark === '-' ? ' (kept: DeletionPolicy Retain)' : ''
  const data = row.isStateful && (mark === '-' || mark === '±') && !row.isRetained ? ' (may hold data)' : ''
  const properties =
    mark === '-' ? [] : tellingProperties(row.properties).filter((property) => !isPolicyChange(property))
  const policies = row.properties.some(isPolicyChange) && mark === '~' ? ['  permissions as above'] : []
  return [
    sign(mark, `${row.type} ${palette.bold(row.logicalId)}${kept}${data}`, palette),
    ...policies.map((line) => palette.dim(line)),
    ...properties.map((property) => {
      const { sign: own, text } = propertyText(property)
      return `  ${sign(own, text, palette)}${property.replaces ? palette.red(' forces replacement') : ''}`
    }),
  ]
}

function sign(mark: string, text: string, palette: Palette): string {
  const colour = mark === '+' ? palette.green : mark === '-' || mark === '!' ? palette.red : palette.yellow
  return `${colour(mark)} ${text}`
}
