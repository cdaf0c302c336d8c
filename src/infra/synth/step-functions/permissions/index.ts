import type { ConfigObject, ConfigPath } from '../../../../load/document'
import type { TemplateBuilder } from '../../builder'
import { isIntrinsic } from '../names'
import { batchTask, tableTask } from './dynamodb'
import { startExecution } from './executions'
import { batchJob, codeBuild, containerTask, glueJob, invokeModel, transformJob } from './jobs'
import { directInvoke, isFunctionArn, lambdaInvoke } from './lambda'
import { httpInvoke, publish, putEvents, schedule, sendMessage } from './messaging'
import type { Permission } from './permission'
import { statementTask } from './redshift'
import { listObjects, objectTask } from './storage'

type Rule = (state: ConfigObject, builder: TemplateBuilder) => Permission[]

const table =
  (action: string): Rule =>
  (state) =>
    tableTask(action, state)
const anything =
  (action: string): Rule =>
  () => [{ action, resource: '*' }]
const lambda: Rule = (state, builder) => lambdaInvoke(builder, state)
const execution: Rule = (state) => startExecution('states:StartExecution', state)

/** What a task needs, by what it calls: the rest of its ARN after `states:::`. Source: `getIamPermissions`. */
const RULES: Readonly<Record<string, Rule>> = {
  'sqs:sendMessage': sendMessage,
  'sqs:sendMessage.waitForTaskToken': sendMessage,
  'sns:publish': publish,
  'sns:publish.waitForTaskToken': publish,
  'dynamodb:updateItem': table('dynamodb:UpdateItem'),
  'aws-sdk:dynamodb:updateItem': table('dynamodb:UpdateItem'),
  'aws-sdk:dynamodb:updateItem.waitForTaskToken': table('dynamodb:UpdateItem'),
  'dynamodb:putItem': table('dynamodb:PutItem'),
  'aws-sdk:dynamodb:putItem': table('dynamodb:PutItem'),
  'aws-sdk:dynamodb:putItem.waitForTaskToken': table('dynamodb:PutItem'),
  'dynamodb:getItem': table('dynamodb:GetItem'),
  'dynamodb:deleteItem': table('dynamodb:DeleteItem'),
  'aws-sdk:dynamodb:updateTable': table('dynamodb:UpdateTable'),
  'aws-sdk:dynamodb:query': table('dynamodb:Query'),
  'aws-sdk:dynamodb:scan': table('dynamodb:Scan'),
  'aws-sdk:dynamodb:batchGetItem': (state) => batchTask('dynamodb:BatchGetItem', state),
  'aws-sdk:dynamodb:batchWriteItem': (state) => batchTask('dynamodb:BatchWriteItem', state),
  'aws-sdk:redshiftdata:executeStatement': (state) => statementTask('redshift-data:ExecuteStatement', state),
  'aws-sdk:redshiftdata:batchExecuteStatement': (state) => statementTask('redshift-data:BatchExecuteStatement', state),
  'aws-sdk:redshiftdata:listStatements': anything('redshift-data:ListStatements'),
  'aws-sdk:redshiftdata:describeStatement': anything('redshift-data:DescribeStatement'),
  'aws-sdk:redshiftdata:getStatementResult': anything('redshift-data:GetStatementResult'),
  'aws-sdk:redshiftdata:cancelStatement': anything('redshift-data:CancelStatement'),
  'batch:submitJob': batchJob,
  'batch:submitJob.sync': batchJob,
  'glue:startJobRun': glueJob,
  'glue:startJobRun.sync': glueJob,
  'ecs:runTask': containerTask,
  'ecs:runTask.sync': containerTask,
  'ecs:runTask.waitForTaskToken': containerTask,
  'lambda:invoke': lambda,
  'lambda:invoke.waitForTaskToken': lambda,
  'states:startExecution': execution,
  'states:startExecution.sync': execution,
  'states:startExecution.sync:2': execution,
  'states:startExecution.waitForTaskToken': execution,
  'aws-sdk:sfn:startSyncExecution': (state) => startExecution('states:StartSyncExecution', state),
  'codebuild:startBuild': codeBuild,
  'codebuild:startBuild.sync': codeBuild,
  'sagemaker:createTransformJob.sync': transformJob,
  'bedrock:invokeModel': invokeModel,
  'events:putEvents': putEvents,
  'events:putEvents.waitForTaskToken': putEvents,
  'aws-sdk:scheduler:createSchedule': (state) => schedule('scheduler:CreateSchedule', state),
  'aws-sdk:scheduler:deleteSchedule': (state) => schedule('scheduler:DeleteSchedule', state),
  'http:invoke': httpInvoke,
  's3:getObject': (state) => objectTask('s3:GetObject', state),
  'aws-sdk:s3:getObject': (state) => objectTask('s3:GetObject', state),
  's3:putObject': (state) => objectTask('s3:PutObject', state),
  'aws-sdk:s3:putObject': (state) => objectTask('s3:PutObject', state),
  's3:listObjectsV2': listObjects,
  'aws-sdk:s3:listObjectsV2': listObjects,
  'aws-sdk:sesv2:sendEmail': anything('ses:SendEmail'),
}

const INTEGRATION = /^arn:(?:aws(?:-[a-z]+)*|\$\{AWS::Partition\}):states:::(.*)$/

/** What a task needs; nothing where the plugin does not know it either. */
export function permissionsOf(builder: TemplateBuilder, state: ConfigObject, path: ConfigPath): Permission[] {
  const { Resource: resource } = state
  if (resource === undefined || resource === null) {
    builder.note('A task without "Resource": the plugin refuses the service.', path)
    return []
  }
  const [, call] = (typeof resource === 'string' && INTEGRATION.exec(resource)) || []
  const rule = call !== undefined && Object.hasOwn(RULES, call) ? RULES[call] : undefined
  if (rule) return rule(state, builder)
  return isIntrinsic(resource) || isFunctionArn(resource) ? directInvoke(builder, resource) : []
}
