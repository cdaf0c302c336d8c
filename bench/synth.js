/**
 * Time of `synthesize` per service, after the first: of 35 resources (at most 10 ms wanted) and of 800 (at most 150 ms).
 * Processor time, so that other programs do not count. Run by `npm run bench:synth`.
 */
const { loadServices } = require('../dist/load/load')
const { DiagnosticBag } = require('../dist/messages/diagnostic')
const { synthesize } = require('../dist/infra/synth/synthesize')
const { sourceProgram } = require('../dist/syntax/program')
const { memoryWorkspace } = require('../dist/workspace/overlay')

const RUNS = 21

/** A service of about `resources` resources: functions with a queue each, every fourth with a state machine. */
function configuration(resources) {
  const functions = {}
  const Resources = {}
  const stateMachines = {}
  for (let index = 0; index < Math.round(resources / 5.3); index++) {
    functions[`worker-${index}`] = {
      handler: `src/worker-${index}.handler`,
      timeout: 30,
      environment: { TABLE: { Ref: 'Table' }, INDEX: index },
      events: [{ sqs: { arn: { 'Fn::GetAtt': [`Queue${index}`, 'Arn'] }, batchSize: 1 } }],
    }
    Resources[`Queue${index}`] = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 180 } }
    if (index % 4 === 3) {
      const task = { Type: 'Task', Resource: { 'Fn::GetAtt': [`worker-${index}`, 'Arn'] }, End: true }
      stateMachines[`flow${index}`] = { definition: { StartAt: 'A', States: { A: task } } }
    }
  }
  return {
    service: 'bench',
    plugins: ['serverless-step-functions'],
    provider: { name: 'aws', runtime: 'nodejs20.x', tags: { team: 'a' }, iam: { role: { statements: [] } } },
    functions,
    stepFunctions: { stateMachines },
    resources: { Resources },
  }
}

function load(resources) {
  const workspace = memoryWorkspace({ 'serverless.json': JSON.stringify(configuration(resources)) })
  const options = { stage: undefined, region: undefined, params: new Map(), env: new Map() }
  const [service] = loadServices({
    workspace,
    program: sourceProgram(workspace),
    diagnostics: new DiagnosticBag(),
    options,
  })
  return service
}

for (const [wanted, limit] of [
  [35, 10],
  [800, 150],
]) {
  const service = load(wanted)
  const times = []
  let count = 0
  for (let run = 0; run < RUNS; run++) {
    const start = process.cpuUsage()
    count = Object.keys(synthesize(service).template.Resources).length
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  const [first = 0, ...later] = times
  const median = later.sort((a, b) => a - b)[Math.floor(later.length / 2)] ?? 0
  const verdict = median <= limit ? 'ok' : 'TOO SLOW'
  console.log(
    `${count} resources: first ${first.toFixed(1)} ms, then ${median.toFixed(1)} ms (limit ${limit} ms): ${verdict}`,
  )
  if (median > limit) process.exitCode = 1
}
