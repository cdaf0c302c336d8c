import type { Service } from '../../../load/service'
import { type Statement, sub } from '../../template'

const LOGS = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/'

/** The ARN of what is below a log group. */
export function logArn(name: string, below: ':*' | ':*:*'): unknown {
  return sub(`${LOGS}${name}${below}`)
}

/** One pattern for the functions that are named as usual, and one each for the others. */
export function logStatements(service: Service): Statement[] {
  const prefix = `${service.name}-${service.stage}`
  const usual = service.functions.filter(({ name }) => name.startsWith(prefix))
  const logging = service.functions.filter(({ data }) => !data.disableLogs)
  const names = logging.filter((fn) => !usual.includes(fn)).map(({ name }) => name)
  const silent = usual.filter((fn) => !logging.includes(fn))
  const hasUsual = silent.length < usual.length
  if (hasUsual) names.push(`${prefix}*`)
  const statements: Statement[] = [
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:TagResource'],
      Resource: names.map((name) => logArn(name, ':*')),
    },
    { Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: names.map((name) => logArn(name, ':*:*')) },
  ]
  if (hasUsual && silent.length > 0) {
    const Resource = silent.map(({ name }) => logArn(name, ':*'))
    statements.push({ Effect: 'Deny', Action: 'logs:PutLogEvents', Resource })
  }
  return statements
}
