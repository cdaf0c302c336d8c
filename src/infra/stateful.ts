import { resourceSpec } from './service-spec'

/** Types that hold data and that the schemas do not mark (they mark 29). */
const ALSO_STATEFUL = new Set([
  'AWS::AmazonMQ::Broker',
  'AWS::Cassandra::Table',
  'AWS::DAX::Cluster',
  'AWS::ECR::Repository',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::Events::Archive',
  'AWS::KinesisVideo::Stream',
  'AWS::MSK::Cluster',
  'AWS::MemoryDB::Cluster',
  'AWS::OpenSearchServerless::Collection',
  'AWS::RDS::GlobalCluster',
  'AWS::RedshiftServerless::Namespace',
  'AWS::S3Express::DirectoryBucket',
  'AWS::SSM::Parameter',
  'AWS::Timestream::Database',
  'AWS::Timestream::Table',
])

/** Whether resources of a type hold data that are lost with them. */
export function isStateful(type: string): boolean {
  return ALSO_STATEFUL.has(type) || resourceSpec(type)?.isStateful === true
}
