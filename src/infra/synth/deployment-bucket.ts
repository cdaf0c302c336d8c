import { asObject, isObject } from '../../load/document'
import { arnOf, ref } from '../template'
import type { TemplateBuilder } from './builder'
import { existingBucket } from './functions/code'

const BUCKET = 'ServerlessDeploymentBucket'

/** The bucket that archives are uploaded to. Source: `lib/generate-core-template.js` of osls 4.3.1. */
export function addDeploymentBucket(builder: TemplateBuilder): void {
  const existing = existingBucket(builder.service)
  builder.output('ServerlessDeploymentBucketName', { Value: existing || ref(BUCKET) })
  if (existing) return
  const { deploymentBucket: value } = asObject(builder.service.data.provider)
  const options = isObject(value) ? value : {}
  const tags = Object.entries(asObject(options.tags)).map(([Key, Value]) => ({ Key, Value }))
  builder.add(BUCKET, {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      ...(tags.length > 0 && { Tags: tags }),
      ...(options.blockPublicAccess ? { PublicAccessBlockConfiguration: NO_PUBLIC_ACCESS } : {}),
      ...(options.versioning ? { VersioningConfiguration: { Status: 'Enabled' } } : {}),
    },
  })
  if (!options.skipPolicySetup) builder.add('ServerlessDeploymentBucketPolicy', POLICY)
}

const NO_PUBLIC_ACCESS = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
}

const POLICY = {
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: ref(BUCKET),
    PolicyDocument: {
      Statement: [
        {
          Action: 's3:*',
          Effect: 'Deny',
          Principal: '*',
          Resource: [arnOf(':s3:::', ref(BUCKET), '/*'), arnOf(':s3:::', ref(BUCKET))],
          Condition: { Bool: { 'aws:SecureTransport': false } },
        },
      ],
    },
  },
}
