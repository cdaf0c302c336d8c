import { billingText } from '../src/advise/billing'
import { analyze, defaultAdviseOptions, defaultLoadOptions } from '../src/plan/analyze'
import { memoryWorkspace } from '../src/workspace/overlay'

/** A service in which each function waits for the next one. */
function chainOf(keys: readonly string[]): Record<string, string> {
  const functions = keys.map((key) => `  ${key}:\n    handler: src/${key}.handler\n`).join('')
  const sources = keys.map((key, index): [string, string] => {
    const next = keys[index + 1]
    const body = next
      ? `const response = await lambda.invoke({ FunctionName: 'chain-dev-${next}', Payload: '{}' }).promise()
  return JSON.parse(response.Payload)`
      : "return (await fetch('https://example.com')).json()"
    return [
      `src/${key}.js`,
      `const AWS = require('aws-sdk')\nconst lambda = new AWS.Lambda()\nexports.handler = async () => {\n  ${body}\n}\n`,
    ]
  })
  return {
    'serverless.yml': `service: chain\nprovider:\n  name: aws\nfunctions:\n${functions}`,
    ...Object.fromEntries(sources),
  }
}

/** The billing of the first call of a chain. */
function billing(durations: Readonly<Record<string, number>>, keys = Object.keys(durations)) {
  const options = { ...defaultAdviseOptions, durations: new Map(Object.entries(durations)) }
  const analysis = analyze(memoryWorkspace(chainOf(keys)), defaultLoadOptions, options)
  const first = analysis.sites.find(({ module }) => module.file === `src/${keys[0]}.js`)
  return first && analysis.billing(first)
}

describe('double billing', () => {
  test('is that of the first example of the source document', () => {
    const found = billing({ a: 100, b: 500 })
    expect(found).toEqual({ billedMs: 1100, workMs: 600, extraPercent: 83, isAssumed: false })
    expect(found && billingText(found)).toBe('1100 ms billed for 600 ms of work, 83 % extra.')
  })

  test('says so where durations are assumed', () => {
    const found = billing({}, ['a', 'b'])
    expect(found).toEqual({ billedMs: 1100, workMs: 600, extraPercent: 83, isAssumed: true })
    expect(found && billingText(found)).toContain('assuming 100 ms')
  })

  // the source document prints 3500 ms for 200 ms here: its sums do not follow from its own durations
  test.each([
    [{ a: 50, b: 50, c: 50, d: 500 }, 2300, 650, 254],
    [{ a: 50, b: 50, c: 50, d: 50 }, 500, 200, 150],
    [{ a: 500, b: 500, c: 500, d: 500 }, 5000, 2000, 150],
  ])('of a chain %j adds up what each function waits', (durations, billedMs, workMs, extraPercent) => {
    expect(billing(durations)).toEqual({ billedMs, workMs, extraPercent, isAssumed: false })
  })

  test('counts functions that wait for each other in a circle once', () => {
    const files = chainOf(['a', 'b'])
    const circle = { ...files, 'src/b.js': (files['src/a.js'] ?? '').replace('chain-dev-b', 'chain-dev-a') }
    const analysis = analyze(memoryWorkspace(circle))
    const figures = analysis.sites.map((site) => analysis.billing(site))
    expect(figures).toHaveLength(2)
    for (const figure of figures) expect(figure?.billedMs).toBeLessThan(2000)
  })
})
