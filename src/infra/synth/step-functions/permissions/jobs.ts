import { asObject, asString, type ConfigObject } from '../../../../load/document'
import { joinAll, ref } from '../../../template'
import { managedRule, type Permission, pseudoArn } from './permission'

function joinedRule(name: string): unknown {
  return joinAll(':', [
    'arn',
    ref('AWS::Partition'),
    'events',
    ref('AWS::Region'),
    ref('AWS::AccountId'),
    `rule/${name}`,
  ])
}

function writtenRule(name: string): unknown {
  return pseudoArn(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${name}`, {})
}

export function batchJob(): Permission[] {
  return [
    { action: 'batch:SubmitJob,batch:DescribeJobs,batch:TerminateJob', resource: '*' },
    managedRule(joinedRule('StepFunctionsGetEventsForBatchJobsRule')),
  ]
}

export function glueJob(): Permission[] {
  return [{ action: 'glue:StartJobRun,glue:GetJobRun,glue:GetJobRuns,glue:BatchStopJobRun', resource: '*' }]
}

export function containerTask(): Permission[] {
  return [
    { action: 'ecs:RunTask,ecs:StopTask,ecs:DescribeTasks,ecs:TagResource,iam:PassRole', resource: '*' },
    managedRule(joinedRule('StepFunctionsGetEventsForECSTaskRule')),
  ]
}

export function codeBuild(state: ConfigObject): Permission[] {
  const { ProjectName: project } = asObject(state.Parameters)
  return [
    {
      action: 'codebuild:StartBuild,codebuild:StopBuild,codebuild:BatchGetBuilds',
      resource: pseudoArn(`arn:\${AWS::Partition}:codebuild:\${AWS::Region}:\${AWS::AccountId}:project/${project}`, {}),
    },
    managedRule(writtenRule('StepFunctionsGetEventForCodeBuildStartBuildRule')),
  ]
}

export function transformJob(state: ConfigObject): Permission[] {
  const name = asObject(state.Parameters).TransformJobName || ''
  return [
    {
      action: 'sagemaker:CreateTransformJob,sagemaker:DescribeTransformJob,sagemaker:StopTransformJob',
      resource: pseudoArn(
        `arn:\${AWS::Partition}:sagemaker:\${AWS::Region}:\${AWS::AccountId}:transform-job/${name}*`,
        {},
      ),
    },
    { action: 'sagemaker:ListTags', resource: '*' },
    managedRule(writtenRule('StepFunctionsGetEventsForSageMakerTransformJobsRule')),
  ]
}

export function invokeModel(state: ConfigObject): Permission[] {
  const model = asString(asObject(state.Parameters).ModelId) ?? ''
  const arn = model.startsWith('arn:')
    ? model
    : pseudoArn(`arn:\${AWS::Partition}:bedrock:\${AWS::Region}::foundation-model/${model}`, {})
  return [{ action: 'bedrock:InvokeModel', resource: arn }]
}
