import { asObject, asString, type ConfigObject } from '../../../../load/document'
import { type Permission, pseudoArn } from './permission'

const REDSHIFT = 'arn:${AWS::Partition}:redshift:${AWS::Region}:${AWS::AccountId}'
const WORKGROUPS = 'arn:${AWS::Partition}:redshift-serverless:${AWS::Region}:${AWS::AccountId}:workgroup/*'
const SECRET = 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:'

/** Statements against a cluster or workgroup, by the credentials that the task names. */
export function statementTask(action: string, state: ConfigObject): Permission[] {
  const parameters = asObject(state.Parameters)
  const workgroup = workgroupArn(parameters)
  const cluster = workgroup === undefined && 'ClusterIdentifier' in parameters ? parameters.ClusterIdentifier : '*'
  const name = workgroup === undefined ? cluster : undefined
  const target = workgroup ?? pseudoArn(`${REDSHIFT}:cluster:${name}`)
  return [{ action, resource: target }, credentials(parameters, workgroup, name)]
}

function workgroupArn(parameters: ConfigObject): unknown {
  const name = asString(parameters.WorkgroupName)
  if (name?.startsWith('arn:')) return name
  return 'WorkgroupName' in parameters || 'WorkgroupName.$' in parameters ? pseudoArn(WORKGROUPS) : undefined
}

function credentials(parameters: ConfigObject, workgroup: unknown, cluster: unknown): Permission {
  const secret = asString(parameters.SecretArn)
  if (secret !== undefined || 'SecretArn.$' in parameters) {
    const arn = secret?.startsWith('arn:') ? secret : pseudoArn(`${SECRET}${secret ?? ''}*`)
    return { action: 'secretsmanager:GetSecretValue', resource: arn }
  }
  const database = pseudoArn(`${REDSHIFT}:dbname:${cluster}/${parameters.Database ?? '*'}`)
  const user = parameters.DbUser ?? ('DbUser.$' in parameters ? '*' : undefined)
  if (user !== undefined) {
    return {
      action: 'redshift:GetClusterCredentials',
      resource: [pseudoArn(`${REDSHIFT}:dbuser:${cluster}/${user}`), database],
    }
  }
  if (workgroup !== undefined) return { action: 'redshift-serverless:GetCredentials', resource: workgroup }
  return { action: 'redshift:GetClusterCredentialsWithIAM', resource: database }
}
