import { createHash } from 'node:crypto'
import { asObject, asString, isObject } from '../../../load/document'
import type { Service, ServiceFunction } from '../../../load/service'
import { ref } from '../../template'

/** Folder of the bucket that archives are uploaded to. The packager adds the time, which is different in every run. */
export function artifactFolder(service: Service): string {
  const { deploymentPrefix } = asObject(service.data.provider)
  return `${deploymentPrefix ?? 'serverless'}/${service.name}/${service.stage}`
}

/** The bucket that archives are uploaded to: the service's own one, or one that exists. */
export function deploymentBucket(service: Service): unknown {
  return existingBucket(service) || ref('ServerlessDeploymentBucket')
}

export function existingBucket(service: Service): unknown {
  const { deploymentBucket: bucket } = asObject(service.data.provider)
  return isObject(bucket) ? bucket.name : bucket
}

/** Where the archive of a function is. */
export function archive(service: Service, fn: ServiceFunction): { S3Bucket: unknown; S3Key: string } {
  const [own, shared] = [asObject(fn.data.package), asObject(service.data.package)]
  const artifact = asString(own.artifact) || asString(shared.artifact)
  const name = shared.individually || own.individually ? fn.key : service.name
  // the packager takes what is after the last slash, also of a name
  const file = (artifact || `${name}.zip`).split('/').pop()
  return { S3Bucket: deploymentBucket(service), S3Key: `${artifactFolder(service)}/${file}` }
}

export interface Image {
  readonly uri: string
  readonly digest: string
  readonly config: Readonly<Record<string, unknown>> | undefined
  /** Whether the digest only stands in for one that nobody knows before the image is pushed. */
  readonly isPlaceholder: boolean
}

const REPOSITORY = /^\d+\.dkr\.ecr\.[a-z0-9-]+..amazonaws.com\/([^@]+)|([^@:]+@sha256:[a-f0-9]{64})$/

/**
 * The image of a function. Which one a tag means, or what a Dockerfile comes to, only the registry or the build knows: then
 * a digest stands in for the real one.
 */
export function imageOf(service: Service, fn: ServiceFunction): Image | undefined {
  const { image } = fn.data
  if (!image) return undefined
  const settings = asObject(image)
  const entries = [
    ['Command', settings.command],
    ['EntryPoint', settings.entryPoint],
    ['WorkingDirectory', settings.workingDirectory],
  ].filter(([, value]) => value)
  const config = entries.length > 0 ? Object.fromEntries(entries) : undefined
  const uri = uriOf(service, image)
  const [, digest] = uri?.split('@sha256:') ?? []
  if (uri !== undefined && digest !== undefined) return { uri, digest, config, isPlaceholder: false }
  const placeholder = createHash('sha256')
    .update(uri ?? JSON.stringify(image))
    .digest('hex')
  const repository = uri?.split(':')[0] ?? `(image ${asString(settings.name) ?? asString(image) ?? fn.key})`
  return { uri: `${repository}@sha256:${placeholder}`, digest: placeholder, config, isPlaceholder: true }
}

/** The address in a registry, if the configuration names one: here, or under `provider.ecr.images`. */
function uriOf(service: Service, image: unknown): string | undefined {
  const direct = isObject(image) ? asString(image.uri) : asString(image)
  if (direct !== undefined && (isObject(image) || REPOSITORY.test(direct))) return direct
  const name = isObject(image) ? asString(image.name) : direct
  const images = asObject(asObject(asObject(service.data.provider).ecr).images)
  const named = name === undefined ? undefined : images[name]
  const uri = isObject(named) ? asString(named.uri) : asString(named)
  return uri !== undefined && REPOSITORY.test(uri) ? uri : undefined
}
