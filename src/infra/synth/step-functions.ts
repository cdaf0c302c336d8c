import { createHash } from 'node:crypto'
import { asArray, asObject, asString, type ConfigObject, isObject } from '../../load/document'
import { normalizedName } from '../../load/naming'
import type { Service } from '../../load/service'
import { getAtt, ref, type Statement, sub } from '../template'
import type { TemplateBuilder } from './builder'

/**
 * State machines as serverless-step-functions 3 compiles them. Source: `lib/deploy/stepFunctions/*.js` of 3.28.1.
 * `events` of machines, alarms and notifications are not compiled.
 */
export function addStateMachines(builder: TemplateBuilder): void {
  const machines = asObject(asObject(builder.service.data.stepFunctions).stateMachines)
  for (const [key, machine] of Object.entries(machines)) {
    if (isObject(machine)) addStateMachine(builder, key, machine)
  }
}

/** Logical id of a machine: from `id`, `name`, or its key. */
export function stateMachineLogicalId(key: string, machine: ConfigObject): string {
  const named = asString(machine.id) ?? asString(machine.name)
  return named === undefined ? `${normalizedName(key)}StepFunctionsStateMachine` : normalizedName(named)
}

function addStateMachine(builder: TemplateBuilder, key: string, machine: ConfigObject): void {
  const id = stateMachineLogicalId(key, machine)
  for (const option of ['events', 'alarms', 'notifications', 'useExactVersion', 'encryptionConfig', 'tags']) {
    if (machine[option] !== undefined) {
      builder.note(`"${option}" of state machines is not compiled.`, ['stepFunctions', 'stateMachines', key, option])
    }
  }
  const definition = withFunctionIds(builder.service, machine.definition)
  const roleId = `${id}Role`
  if (machine.role === undefined) {
    builder.add(roleId, {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: sub('states.${AWS::Region}.amazonaws.com') },
              Action: 'sts:AssumeRole',
            },
          ],
        },
        Policies: [
          {
            PolicyName: `${builder.service.stage}-${builder.service.name}-statemachine`,
            PolicyDocument: { Version: '2012-10-17', Statement: roleStatements(machine, definition) },
          },
        ],
      },
    })
  }
  const logging = asObject(machine.loggingConfig)
  builder.add(id, {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      DefinitionString: definitionString(definition),
      RoleArn: machine.role ?? getAtt(roleId),
      ...(machine.type !== undefined && { StateMachineType: machine.type }),
      ...(machine.loggingConfig !== undefined && {
        LoggingConfiguration: {
          Level: logging.level ?? 'OFF',
          IncludeExecutionData: logging.includeExecutionData === true,
          Destinations: asArray(logging.destinations).map((LogGroupArn) => ({
            CloudWatchLogsLogGroup: { LogGroupArn },
          })),
        },
      }),
      ...(machine.tracingConfig !== undefined && {
        TracingConfiguration: { Enabled: asObject(machine.tracingConfig).enabled === true },
      }),
      ...(machine.name !== undefined && { StateMachineName: machine.name }),
    },
    DependsOn: [...(machine.role === undefined ? [roleId] : []), ...asArray(machine.dependsOn).map(String)],
    ...(machine.retain === true && { DeletionPolicy: 'Retain' }),
  })
  builder.output(`${id}Arn`, { Description: 'Current StateMachine Arn', Value: ref(id) })
}

/** `!GetAtt <function key>.Arn` means the function's logical id. */
function withFunctionIds(service: Service, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withFunctionIds(service, item))
  if (!isObject(value)) return value
  const attribute = value['Fn::GetAtt']
  const [name, property] = typeof attribute === 'string' ? attribute.split('.') : asArray(attribute)
  const fn = service.functions.find(({ key }) => key === (name ?? value.Ref))
  if (fn && attribute !== undefined) return getAtt(fn.logicalId, String(property))
  if (fn && value.Ref !== undefined) return ref(fn.logicalId)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withFunctionIds(service, item)]))
}

/** The definition as text, with every intrinsic in it replaced by a `Fn::Sub` variable named by its hash. */
function definitionString(definition: unknown): unknown {
  if (typeof definition === 'string') return definition
  const variables: Record<string, unknown> = {}
  const replaced = JSON.stringify(
    definition,
    (_, value: unknown) => {
      if (!isObject(value) || !isIntrinsic(value)) return value
      const name = createHash('md5').update(JSON.stringify(value)).digest('hex')
      variables[name] = value
      return `\${${name}}`
    },
    2,
  )
  const text = replaced.replace(/#\{(AWS::\w+)\}/g, '${$1}')
  const needsSub = Object.keys(variables).length > 0 || /\$\{AWS::/.test(text)
  return needsSub ? { 'Fn::Sub': [text, variables] } : text
}

function isIntrinsic(value: ConfigObject): boolean {
  const [key, ...rest] = Object.keys(value)
  return rest.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'))
}

/** What the machine's role may do follows from its Task states. */
function roleStatements(machine: ConfigObject, definition: unknown): Statement[] {
  const functions = new Map<string, unknown>()
  for (const state of tasksOf(definition)) {
    const target = invokedFunction(state)
    if (target !== undefined) functions.set(JSON.stringify(target), target)
  }
  const statements: Statement[] = []
  if (functions.size > 0) {
    statements.push({
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction'],
      Resource: [...functions.values()].flatMap((arn) => [
        arn,
        { 'Fn::Sub': ['${functionArn}:*', { functionArn: arn }] },
      ]),
    })
  }
  const extra = [
    ...(machine.loggingConfig === undefined ? [] : LOG_DELIVERY),
    ...(machine.tracingConfig === undefined ? [] : TRACING),
  ]
  if (extra.length > 0) statements.push({ Effect: 'Allow', Action: extra, Resource: '*' })
  return statements.length > 0 ? statements : [{ Effect: 'Deny', Action: '*', Resource: '*' }]
}

const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]

const TRACING = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
]

function tasksOf(definition: unknown): ConfigObject[] {
  const states = Object.values(asObject(asObject(definition).States)).filter(isObject)
  return states.flatMap((state) => {
    const nested = [...asArray(state.Branches), state.Iterator, state.ItemProcessor].flatMap(tasksOf)
    return state.Type === 'Task' ? [state, ...nested] : nested
  })
}

function invokedFunction(state: ConfigObject): unknown {
  const { Resource: resource } = state
  if (isObject(resource)) return resource
  if (typeof resource !== 'string') return undefined
  if (/:states:::lambda:invoke/.test(resource)) return asObject(state.Arguments ?? state.Parameters).FunctionName
  return resource.includes(':lambda:') ? resource : undefined
}
