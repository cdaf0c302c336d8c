import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { getAtt, type Resource, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { inputOf, patternOf, retryOf, withoutBreaks } from './event-input'
import { stateMachineLogicalId } from './names'
import { assumedBy, boundaryAndPath } from './role'

/** Source: `compileScheduledEvents.js` and `compileCloudWatchEventEvents.js` of serverless-step-functions 3.28.1. */
export function addMachineEvents(builder: TemplateBuilder, key: string, machine: ConfigObject): void {
  const machineId = stateMachineLogicalId(key, machine)
  let schedules = 0
  let rules = 0
  asArray(machine.events).forEach((event, index) => {
    const { schedule, cloudwatchEvent, eventBridge, http } = asObject(event)
    const rule = cloudwatchEvent || eventBridge
    if (schedule) addSchedule(builder, key, machineId, schedule, ++schedules)
    if (isObject(rule)) addRule(builder, key, machineId, rule, ++rules)
    if (!schedule && !rule && !http) {
      const place = ['stepFunctions', 'stateMachines', key, 'events', index]
      builder.note('Events of this type of state machines are not compiled.', place)
    }
  })
}

function addSchedule(builder: TemplateBuilder, key: string, machineId: string, event: unknown, number: number): void {
  const options = isObject(event) ? event : { rate: event }
  const isScheduler = options.method === 'scheduler'
  const name = normalizedName(key)
  const roleId = `${name}ScheduleToStepFunctionsRole`
  const role = options.role || getAtt(roleId)
  const common = {
    ScheduleExpression: String(options.rate),
    State: options.enabled === false ? 'DISABLED' : 'ENABLED',
    ...(options.name ? { Name: options.name } : {}),
    ...(options.description ? { Description: options.description } : {}),
  }
  const target = { Arn: ref(machineId), RoleArn: role, ...inputOf(options) }
  if (isScheduler) {
    builder.add(`${name}StepFunctionsSchedulerSchedule${number}`, {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ...common,
        ...(options.timezone ? { ScheduleExpressionTimezone: options.timezone } : {}),
        Target: target,
        FlexibleTimeWindow: { Mode: 'OFF' },
      },
    })
  } else {
    builder.add(`${name}StepFunctionsEventsRuleSchedule${number}`, {
      Type: 'AWS::Events::Rule',
      Properties: { ...common, Targets: [{ ...target, Id: `${key}StepFunctionsSchedule`, ...retryOf(options) }] },
    })
  }
  if (options.role) return
  const principal = isScheduler ? 'scheduler.amazonaws.com' : 'events.amazonaws.com'
  builder.add(roleId, startingRole(builder, key, machineId, principal, 'schedule', boundaryAndPath(builder)))
}

function addRule(builder: TemplateBuilder, key: string, machineId: string, rule: ConfigObject, number: number): void {
  const name = normalizedName(key)
  const roleId = `${name}EventToStepFunctionsRole`
  builder.add(`${name}EventsRuleCloudWatchEvent${number}`, {
    Type: 'AWS::Events::Rule',
    Properties: {
      ...(rule.eventBusName ? { EventBusName: rule.eventBusName } : {}),
      EventPattern: patternOf(rule.event),
      State: rule.enabled === false ? 'DISABLED' : 'ENABLED',
      ...(rule.description ? { Description: rule.description } : {}),
      ...(rule.name ? { Name: rule.name } : {}),
      Targets: [
        {
          ...inputOf(rule, withoutBreaks),
          Arn: ref(machineId),
          Id: `${key}CloudWatchEvent`,
          ...(rule.deadLetterConfig ? { DeadLetterConfig: { Arn: rule.deadLetterConfig } } : {}),
          ...retryOf(rule),
          RoleArn: rule.iamRole || getAtt(roleId),
        },
      ],
    },
  })
  if (rule.iamRole) return
  // unlike the role of schedules it has no boundary
  const { Path: path } = boundaryAndPath(builder)
  const role = startingRole(builder, key, machineId, 'events.amazonaws.com', 'event', path ? { Path: path } : {})
  builder.add(roleId, role)
}

function startingRole(
  { service }: TemplateBuilder,
  key: string,
  machineId: string,
  principal: string,
  kind: 'schedule' | 'event',
  settings: Readonly<Record<string, unknown>>,
): Resource {
  const statement = { Effect: 'Allow', Action: ['states:StartExecution'], Resource: ref(machineId) }
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...assumedBy(principal),
      Policies: [
        {
          PolicyName: [service.stage, service.region, service.name, key, kind].join('-'),
          PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
        },
      ],
      ...settings,
    },
  }
}
