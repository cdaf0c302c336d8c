import { ASSUMED, billingText } from '../../advise/billing'
import type { ScanDocument, SiteEntry } from '../../plan/document'
import type { Palette } from '../palette'
import { callText, counted, placeOf } from '../words'
import { groupByService } from './sites'

/** The table of a scan: grouped by service, one line a site. */
export function sitesTable({ services, sites }: ScanDocument, palette: Palette): string {
  if (services.length === 0 && sites.length === 0) return 'No services and no calls of Lambda were found.\n'
  const groups = groupByService(services, sites)
  const widths = columnWidths(sites.map(cellsOf))
  const lines = groups.flatMap(({ title, members }) => [
    palette.bold(title),
    ...(members.length === 0 ? [palette.dim('  no calls')] : members.map((site) => row(site, widths, palette))),
    '',
  ])
  return `${[...lines, ...waiting(sites, palette)].join('\n')}${counts(services, sites)}\n`
}

function cellsOf(site: SiteEntry): string[] {
  return [placeOf(site), callText(site), site.invocation, site.kind === 'wrapper-definition' ? 'wrapper' : site.verdict]
}

function row(site: SiteEntry, widths: readonly number[], palette: Palette): string {
  const [place = '', call = '', invocation = '', verdict = ''] = cellsOf(site).map((cell, index) =>
    cell.padEnd(widths[index] ?? 0),
  )
  const colour = site.verdict === 'keep' ? palette.dim : palette.green
  const reasons = site.reasons.map(({ message }) => message).join(' ')
  return `  ${palette.cyan(place)}  ${call}  ${palette.dim(invocation)}  ${colour(verdict)}  ${reasons}`
}

function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const widest = (index: number, most: number) =>
    Math.min(most, Math.max(0, ...rows.map((cells) => cells[index]?.length ?? 0)))
  return [widest(0, 60), widest(1, 50), widest(2, 10), widest(3, 14)]
}

/** What the synchronous calls cost in billed time. */
function waiting(sites: readonly SiteEntry[], palette: Palette): string[] {
  const billed = sites.flatMap((site) => (site.billing ? [{ site, billing: site.billing }] : []))
  if (billed.length === 0) return []
  const isAssumed = billed.some(({ billing }) => billing.isAssumed)
  const note = isAssumed
    ? [
        palette.dim(
          `  assuming ${ASSUMED.waiting} ms of its own work in a function that waits, and ${ASSUMED.working} ms in one that does not; see --durations`,
        ),
      ]
    : []
  return [
    palette.bold('Billed twice while one function waits for another'),
    ...billed.map(({ site, billing }) => {
      const text = billingText({ ...billing, isAssumed: false })
      return `  ${palette.cyan(placeOf(site))}  ${callText(site)}  ${text}`
    }),
    ...note,
    '',
    '',
  ]
}

function counts(services: ScanDocument['services'], sites: readonly SiteEntry[]): string {
  const functions = services.reduce((sum, service) => sum + service.functions.length, 0)
  return `${counted(services.length, 'service')}, ${counted(functions, 'function')}, ${counted(sites.length, 'call')}.`
}
