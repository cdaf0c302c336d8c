import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import { getAtt, joinAll, ref } from '../../../template'
import { isIntrinsic } from '../names'
import { isRuntimeValue, type Permission, parameter } from './permission'

/** A task on one table, or on one of its indexes. */
export function tableTask(action: string, state: ConfigObject): Permission[] {
  if (isRuntimeValue(state, 'TableName')) return [{ action, resource: '*' }]
  const table = parameter(state, 'TableName')
  if (isRuntimeValue(state, 'IndexName')) return [{ action, resource: tableArn(`${table}/index/*`) }]
  const index = parameter(state, 'IndexName')
  return [{ action, resource: index ? tableArn(`${table}/index/${index}`) : tableArn(table) }]
}

/** A task on the tables that are the keys of its requests. */
export function batchTask(action: string, state: ConfigObject): Permission[] {
  if (isRuntimeValue(state, 'RequestItems')) return [{ action, resource: '*' }]
  const tables = Object.keys(asObject(parameter(state, 'RequestItems')))
  return tables.map((table) => ({ action, resource: tableArn(table.replace('.$', '')) }))
}

function tableArn(table: unknown): unknown {
  const arn = (name: unknown) =>
    joinAll(':', ['arn', ref('AWS::Partition'), 'dynamodb', ref('AWS::Region'), ref('AWS::AccountId'), name])
  if (isObject(table) && isIntrinsic(table)) {
    if (table.Ref) return getAtt(String(table.Ref))
    if (table['Fn::ImportValue']) return arn(joinAll('/', ['table', table]))
  }
  return arn(`table/${table}`)
}
