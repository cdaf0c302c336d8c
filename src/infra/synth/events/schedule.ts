import { asArray, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { getAtt } from '../../template'
import { type EventCompiler, permission, targetArn } from './event'

/** Source: `compile/events/schedule.js` of osls 4.3.1. The `scheduler` method is not compiled. */
export const schedule: EventCompiler = ({ builder, fn, event, ordinal, position }) => {
  const options = isObject(event) ? event : { rate: event }
  if (options.method === 'scheduler') {
    builder.note('Schedules of the method "scheduler" are not compiled.', ['functions', fn.key, 'events', position - 1])
    return
  }
  const rates = Array.isArray(options.rate) ? asArray(options.rate) : [options.rate]
  rates.forEach((rate, index) => {
    const number = ordinal + index
    const id = `${normalizedName(fn.key)}EventsRuleSchedule${number}`
    builder.add(id, {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: rate,
        State: options.enabled === false ? 'DISABLED' : 'ENABLED',
        ...(options.name !== undefined && { Name: options.name }),
        ...(options.description !== undefined && { Description: options.description }),
        Targets: [
          {
            Arn: targetArn(fn),
            Id: `${fn.key}Schedule`,
            ...(options.input !== undefined && {
              Input: isObject(options.input) ? JSON.stringify(options.input) : options.input,
            }),
            ...(options.inputPath !== undefined && { InputPath: options.inputPath }),
          },
        ],
      },
    })
    builder.add(
      `${normalizedName(fn.key)}LambdaPermissionEventsRuleSchedule${number}`,
      permission(fn, 'events.amazonaws.com', getAtt(id)),
    )
  })
}
