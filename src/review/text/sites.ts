import type { PlannedSite, ServiceEntry, SiteEntry } from '../../plan/document'
import { byHandText } from '../by-hand'
import type { Palette } from '../palette'
import { newlyWaived } from '../waived'
import { callText, outcomeText, placeOf } from '../words'

/** The findings of a plan: verdict and outcome of each site, what is waived, why not. */
export function findings(services: readonly ServiceEntry[], sites: readonly PlannedSite[], palette: Palette): string {
  return groupByService(services, sites)
    .filter(({ members }) => members.length > 0)
    .map(({ title, members }) => {
      const lines = members.flatMap((site) => plannedLines(site, members, palette))
      return [palette.bold(title), ...lines].join('\n')
    })
    .join('\n\n')
}

function plannedLines(site: PlannedSite, sites: readonly PlannedSite[], palette: Palette): string[] {
  return [
    ...siteLines(site, outcomeText(site), palette),
    ...newlyWaived(site, sites).map(({ code, message }) => `      ${palette.yellow('waived')} ${code}: ${message}`),
    ...(site.refusal
      ? [
          `      ${palette.red('refused')} ${site.refusal.code} (${placeOf(site.refusal)}): ${site.refusal.message}`,
          ...(byHandText(site.refusal)?.split('\n') ?? []).map((line) => `      ${line}`),
          ...(site.refusal.isToldElsewhere ? [] : [`      ${palette.dim(site.refusal.remedy)}`]),
        ]
      : []),
  ]
}

function siteLines(site: SiteEntry, label: string, palette: Palette): string[] {
  const colour = site.verdict === 'keep' ? palette.dim : /refused$/.test(label) ? palette.red : palette.green
  const head = `  ${colour(label.padEnd(14))} ${palette.cyan(placeOf(site))}  ${callText(site)}  ${palette.dim(`${site.invocation}${site.test ? ', test' : ''}`)}`
  return [head, ...site.reasons.map(({ message }) => `      ${message}`)]
}

interface Group<T> {
  readonly title: string
  readonly members: readonly T[]
}

/** Sites belong to the services of their callers; those without a caller come last. */
export function groupByService<T extends SiteEntry>(
  services: readonly ServiceEntry[],
  sites: readonly T[],
): Group<T>[] {
  const groups = services.map((service) => ({
    title: `${service.service} (${service.config}, stage ${service.stage})`,
    members: sites.filter((site) => site.callers[0]?.service === service.service && isNearest(services, service, site)),
  }))
  const others = sites.filter((site) => !groups.some(({ members }) => members.includes(site)))
  const withSites = groups.filter(({ members }) => members.length > 0 || services.length <= 3)
  return others.length > 0 ? [...withSites, { title: 'Outside of every function', members: others }] : withSites
}

/** Services may share a name: then the one nearest above the file counts. */
function isNearest(services: readonly ServiceEntry[], service: ServiceEntry, site: SiteEntry): boolean {
  const namesakes = services.filter((other) => other.service === service.service)
  if (namesakes.length === 1) return true
  const depth = (config: string) => {
    const folder = config.includes('/') ? config.slice(0, config.lastIndexOf('/') + 1) : ''
    return site.file.startsWith(folder) ? folder.length : -1
  }
  const nearest = namesakes.reduce((best, other) => (depth(other.config) > depth(best.config) ? other : best))
  return nearest === service
}
