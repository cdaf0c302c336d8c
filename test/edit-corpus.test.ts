import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asObject } from '../src/load/document'
import { yamlDocument } from '../src/load/yaml-document'
import { faultOf, isPossible, operationsOn, removalsOn } from './support/config-edits'

/** Real configurations, where they are at hand: they are no part of this repository. */
const shared = process.env.LAMBDA_UNCHAIN_SHARED ?? join(__dirname, '..', '..', 'shared')
const corpus = join(shared, 'corpus', 'yml')
const onCorpus = existsSync(corpus) ? test : test.skip
if (!existsSync(corpus)) console.info('The corpus of real serverless.yml files is not at hand; its test is skipped.')

interface Tally {
  done: number
  refused: number
  wrong: string[]
}

onCorpus(
  'edits of real files touch nothing else, mean the same to the packager, and are taken back to the byte',
  () => {
    const tallies = new Map<string, Tally>()
    for (const file of readdirSync(corpus).filter((name) => /\.ya?ml$/.test(name))) {
      const text = readFileSync(join(corpus, file), 'utf8')
      const document = yamlDocument(file, text)
      // a text that breaks the specification is reported, and never edited
      if (document.problem || Object.keys(asObject(document.value)).length === 0) continue
      for (const operation of [...operationsOn(document.value), ...removalsOn(document.value)]) {
        const tally = tallies.get(operation.name) ?? { done: 0, refused: 0, wrong: [] }
        tallies.set(operation.name, tally)
        if (!isPossible(document.value, operation.change)) {
          tally.refused++
          continue
        }
        const fault = faultOf(file, text, document.value, operation)
        if (fault === undefined) tally.done++
        else tally.wrong.push(`${operation.name}: ${file}: ${fault}`)
      }
    }
    console.info([...tallies].map(([name, { done, refused }]) => `${name}: ${done}, ${refused} refused`).join('\n'))
    expect([...tallies.values()].flatMap(({ wrong }) => wrong)).toEqual([])
    expect([...tallies.values()].every(({ done }) => done > 100)).toBe(true)
  },
  600_000,
)
