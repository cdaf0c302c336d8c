import { asArray, asObject, asString, type ConfigObject, isObject } from '../../../load/document'
import { ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { stateMachineLogicalId } from './names'

const METRICS: Readonly<Record<string, { readonly name: string; readonly what: string }>> = {
  executionsTimedOut: { name: 'ExecutionsTimedOut', what: 'executions timed out' },
  executionsFailed: { name: 'ExecutionsFailed', what: 'executions failed' },
  executionsAborted: { name: 'ExecutionsAborted', what: 'executions were aborted' },
  executionThrottled: { name: 'ExecutionThrottled', what: 'execution were throttled' },
  executionsSucceeded: { name: 'ExecutionsSucceeded', what: 'executions succeeded' },
}

/** Source: `compileAlarms.js` of serverless-step-functions 3.28.1. */
export function addAlarms(builder: TemplateBuilder, key: string, machine: ConfigObject): void {
  const { alarms } = machine
  if (!isObject(alarms)) return
  const id = stateMachineLogicalId(key, machine)
  const machineName = asString(machine.name) || key
  const topics = asObject(alarms.topics)
  const { stage, region } = builder.service
  const metrics = new Set(asArray(alarms.metrics))
  for (const entry of metrics) {
    const own = asObject(entry)
    const metricName = String(own.metric ?? entry)
    const metric = Object.hasOwn(METRICS, metricName) ? METRICS[metricName] : undefined
    if (!metric) continue
    const name = own.alarmName ?? fromTemplate(alarms.nameTemplate, metricName, metric.name, machineName)
    builder.add(asString(own.logicalId) ?? `${id}${metric.name}Alarm`, {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/States',
        MetricName: metric.name,
        AlarmDescription: `${machineName}[${stage}][${region}]: ${metric.what}`,
        Threshold: 1,
        Period: own.period ?? alarms.period ?? 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Statistic: 'Sum',
        OKActions: topics.ok ? [topics.ok] : [],
        AlarmActions: topics.alarm ? [topics.alarm] : [],
        InsufficientDataActions: topics.insufficientData ? [topics.insufficientData] : [],
        TreatMissingData: own.treatMissingData ?? alarms.treatMissingData ?? 'missing',
        Dimensions: [{ Name: 'StateMachineArn', Value: ref(id) }],
        ...(name ? { AlarmName: name } : {}),
      },
    })
  }
}

/** `$[stateMachineName]-$[metricName]`; a template with another variable gives no name. */
function fromTemplate(template: unknown, metricName: string, cloudWatchMetricName: string, stateMachineName: string) {
  if (typeof template !== 'string') return undefined
  const variables: Readonly<Record<string, string>> = { stateMachineName, cloudWatchMetricName, metricName }
  const names = [...template.matchAll(/\$\[([^\][]*)\]/g)].map(([, name = '']) => name)
  if (!names.every((name) => Object.hasOwn(variables, name))) return undefined
  return names.reduce((text, name) => text.replace(`$[${name}]`, variables[name] ?? ''), template)
}
