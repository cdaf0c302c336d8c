#!/usr/bin/env node
// What the plan makes of the labelled sites of real repositories:
//   npm run build && node scripts/corpus-outcomes.js CHECKOUTS [--verdict sqs,sns] [--repo name] [-- OPTIONS OF plan]
// CHECKOUTS is a folder of repositories, named owner+name@commit, as `checkout.mjs` of the corpus lays them out. Prints,
// for every label with one of the verdicts whose callee is known, the outcome of its site; then the figure: how many of
// them are rewritten. Without the corpus (LAMBDA_UNCHAIN_SHARED, else ../shared) it says so and does nothing.
const { execFileSync } = require('node:child_process')
const { existsSync, readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')
const { parseArgs } = require('node:util')

const root = join(__dirname, '..')
const shared = process.env.LAMBDA_UNCHAIN_SHARED ?? join(root, '..', 'shared')
const cli = join(root, 'bin', 'lambda-unchain.js')
/** How many lines a site may lie from its label. */
const NEAR = 3

/** The planned sites of a repository; nothing where planning fails, and then why. */
function plannedSites(folder, options) {
  try {
    const args = [cli, 'plan', folder, '--json', ...options]
    return JSON.parse(execFileSync(process.execPath, args, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] }))
      .sites
  } catch (error) {
    // exit code 2: changes are pending
    if (error.status === 2) return JSON.parse(error.stdout).sites
    process.stdout.write(`${folder}: ${String(error.stderr || error.message).trim()}\n`)
    return []
  }
}

function siteOf(label, sites) {
  const distance = (site) => Math.abs(site.line - label.line)
  const isOfKind = (site) => Number(site.kind === label.kind)
  return sites
    .filter((site) => site.file === label.file && distance(site) <= NEAR)
    .sort((a, b) => isOfKind(b) - isOfKind(a) || distance(a) - distance(b))[0]
}

function outcomeOf(site) {
  if (!site) return 'not found'
  if (site.outcome === 'rewritten') return `rewritten (${site.transform})`
  if (site.outcome === 'refused') return `refused: ${site.refusal.code}`
  return `kept: ${site.verdict} ${site.reasons.map(({ code }) => code).join(', ')}`
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { verdict: { type: 'string', default: 'sqs,sns' }, repo: { type: 'string', default: '' } },
  })
  const [checkouts, ...options] = positionals
  const labels = join(shared, 'corpus', 'labels.json')
  if (!checkouts || !existsSync(checkouts) || !existsSync(labels)) {
    process.stdout.write('The corpus or its checkouts are not here: nothing to measure.\n')
    return
  }
  const verdicts = values.verdict.split(',')
  const counts = new Map()
  let total = 0
  for (const { repo, commit, sites: labelled } of JSON.parse(readFileSync(labels, 'utf8'))) {
    const name = `${repo}@${commit.slice(0, 7)}`
    const folder = resolve(checkouts, name.replace('/', '+'))
    const wanted = labelled.filter((label) => verdicts.includes(label.verdict) && label.resolvable && !label.test)
    if (!name.includes(values.repo) || wanted.length === 0 || !existsSync(folder)) continue
    const unmatched = new Set(plannedSites(folder, options))
    for (const label of wanted) {
      const site = siteOf(label, [...unmatched])
      unmatched.delete(site)
      const outcome = outcomeOf(site)
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      total++
      const why = site?.refusal ? `\n    ${site.refusal.message} [${site.refusal.file}:${site.refusal.line}]` : ''
      process.stdout.write(
        `${label.verdict} ${name} ${label.file}:${label.line} ${label.kind} ${label.invocation}: ${outcome}${why}\n`,
      )
    }
  }
  const rewritten = [...counts].reduce((sum, [outcome, n]) => sum + (outcome.startsWith('rewritten') ? n : 0), 0)
  process.stdout.write('\n')
  for (const [outcome, n] of [...counts].sort(([, a], [, b]) => b - a)) process.stdout.write(`${n}\t${outcome}\n`)
  process.stdout.write(`${rewritten} of ${total} rewritten (${total ? Math.round((100 * rewritten) / total) : 0} %)\n`)
}

main()
