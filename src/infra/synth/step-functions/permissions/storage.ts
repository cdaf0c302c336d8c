import { asObject, type ConfigObject } from '../../../../load/document'
import { isIntrinsic } from '../names'
import { type Permission, pseudoArn } from './permission'

const BUCKET = 'arn:${AWS::Partition}:s3:::${bucket}'

/** A task, reader or writer on the objects of a bucket. */
export function objectTask(action: string, state: ConfigObject): Permission[] {
  const { Bucket, Key, Prefix: prefix } = asObject(state.Parameters)
  const bucket = Bucket || '*'
  const key = Key || '*'
  if (bucket === '*' && key === '*' && !prefix) return [{ action, resource: ['*'] }]
  return [{ action, resource: [inBucket(bucket, `${BUCKET}/${prefix ? `${prefix}/` : ''}${key}`)] }]
}

export function listObjects(state: ConfigObject): Permission[] {
  const bucket = asObject(state.Parameters).Bucket || '*'
  const resource = [inBucket(bucket, BUCKET), inBucket(bucket, `${BUCKET}/*`)]
  return [
    { action: 's3:Get*', resource },
    { action: 's3:List*', resource },
  ]
}

function inBucket(bucket: unknown, arn: string): unknown {
  return isIntrinsic(bucket) ? pseudoArn(arn, { bucket }) : pseudoArn(arn.replaceAll('${bucket}', String(bucket)))
}
