import type { ServiceFunction } from '../../../load/service'
import { type Resource, type Statement, sub } from '../../template'
import { allow } from './event-source-mapping'
import { payload } from './rule-target'
import type { Scheduled } from './schedule'
import { aliasId, dependsOn, targetArn } from './target'

/** A schedule of EventBridge Scheduler, which assumes the role of the function. */
export function schedulerSchedule({ fn, options, rate }: Scheduled, role: unknown): Resource {
  return {
    Type: 'AWS::Scheduler::Schedule',
    ...dependsOn(aliasId(fn)),
    Properties: {
      ScheduleExpression: rate,
      State: options.enabled === false ? 'DISABLED' : 'ENABLED',
      Target: { Arn: targetArn(fn), RoleArn: options.roleArn || role, Input: payload(options.input) },
      FlexibleTimeWindow: { Mode: 'OFF' },
      Name: options.name,
      GroupName: options.groupName,
      Description: options.description,
      ScheduleExpressionTimezone: options.timezone,
    },
  }
}

/** Lets the scheduler invoke the functions, with and without a qualifier. */
export function schedulerStatement(functions: readonly ServiceFunction[]): Statement {
  const arns = [...new Set(functions.map(({ name }) => name))].flatMap((name) => {
    const arn = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`
    return [sub(arn), sub(`${arn}:*`)]
  })
  return allow(['lambda:InvokeFunction'], arns)
}
