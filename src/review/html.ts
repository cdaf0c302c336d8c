import type { Plan } from '../plan/build-plan'
import type { PlannedSite } from '../plan/document'
import { byHandText } from './by-hand'
import { codeDiff } from './code-diff'
import { noColors } from './palette'
import { redactedDiff } from './redacted-diff'
import { stateDiagrams } from './state-diagram'
import { infraText } from './text/infra'
import { callText, outcomeText, placeOf, summaryText } from './words'

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #444c56); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
pre { overflow-x: auto; padding: .6rem; border: 1px solid var(--line); font-size: 13px; }
.add { color: light-dark(#1a7f37, #57ab5a); } .remove { color: light-dark(#cf222e, #f47067); }
.change { color: light-dark(#9a6700, #c69026); } .at { color: light-dark(#0969da, #6cb6ff); }
.refused { color: light-dark(#cf222e, #f47067); } .waived { color: light-dark(#9a6700, #c69026); }
`

/** A plan as one page without scripts or outside resources: to read, to attach to a change, to archive. */
export function planHtml({ document, files }: Plan): string {
  const parts = [
    `<h1>lambda-unchain</h1>\n<p><strong>${escaped(summaryText(document))}</strong></p>`,
    sitesTable(document.sites),
    ...section(
      'Infrastructure',
      document.infra.length === 0 ? [] : [coloured(infraText(document.infra, document.sites, noColors), infraClass)],
    ),
    ...section(
      'State machines',
      document.infra
        .flatMap(stateDiagrams)
        .map(({ machine, mermaid }) => details(machine, `<pre class="mermaid">\n${escaped(mermaid)}</pre>`)),
    ),
    ...section(
      'Code',
      files.map((file) => details(file.file, coloured(redactedDiff(file.file, codeDiff(file)), codeClass))),
    ),
    ...section('Rollout', document.notes.length === 0 ? [] : [list(document.notes)]),
    ...section('Diagnostics', document.diagnostics.length === 0 ? [] : [list(document.diagnostics.map(problemText))]),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>lambda-unchain plan</title>
<style>${STYLE}</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`
}

function sitesTable(sites: readonly PlannedSite[]): string {
  const head = ['Call', 'Caller → callee', 'Outcome', 'Why'].map((title) => `<th>${title}</th>`).join('')
  const rows = sites.map(
    (site) =>
      `<tr>${siteCells(site)
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`,
  )
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`
}

function siteCells(site: PlannedSite): string[] {
  const { refusal, obligations = [] } = site
  const why = [
    ...site.reasons.map(({ message }) => escaped(message)),
    ...obligations
      .filter(({ status }) => status === 'waived')
      .map(({ code, message }) => `<span class="waived">waived ${escaped(code)}</span>: ${escaped(message)}`),
    ...(refusal
      ? [
          `<span class="refused">refused ${escaped(refusal.code)}</span> (${escaped(placeOf(refusal))}): ${escaped(refusal.message)}`,
          ...(byHandText(refusal) === undefined ? [] : [`<pre>${escaped(byHandText(refusal) ?? '')}</pre>`]),
          escaped(refusal.remedy),
        ]
      : []),
  ]
  return [
    `<code>${escaped(placeOf(site))}</code>`,
    escaped(callText(site)),
    escaped(outcomeText(site)),
    why.join('<br>'),
  ]
}

function section(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`<h2>${title}</h2>\n${parts.join('\n')}`]
}

function details(title: string, body: string): string {
  return `<details open>\n<summary><code>${escaped(title)}</code></summary>\n${body}\n</details>`
}

function list(items: readonly string[]): string {
  return `<ul>\n${items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}\n</ul>`
}

function problemText({ severity, code, message, file, line }: Plan['document']['diagnostics'][number]): string {
  const place = file === undefined ? '' : `${line === undefined ? file : `${file}:${line}`}: `
  return `${place}${severity} [${code}] ${message}`
}

function coloured(text: string, classOf: (line: string) => string | undefined): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const name = classOf(line)
      return name === undefined ? escaped(line) : `<span class="${name}">${escaped(line)}</span>`
    })
  return `<pre>${lines.join('\n')}</pre>`
}

function codeClass(line: string): string | undefined {
  if (/^(diff |---|\+\+\+)/.test(line)) return undefined
  return line.startsWith('@@') ? 'at' : SIGNS[line.charAt(0)]
}

function infraClass(line: string): string | undefined {
  return SIGNS[line.trimStart().charAt(0)]
}

const SIGNS: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'remove',
  '!': 'remove',
  '~': 'change',
  '±': 'change',
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}
