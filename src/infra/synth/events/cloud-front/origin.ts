import { isObject } from '../../../../load/document'
import { alphanumericName } from '../../../../load/naming'
import { textOf } from '../event'

/** An origin, given by its address or as CloudFormation has it. Source: `createOrigin` in `cloud-front.js` of osls 4.3.1. */
export function originOf(origin: unknown): Record<string, unknown> {
  const properties = isObject(origin) ? { ...origin } : fromAddress(textOf(origin))
  const domain = properties.DomainName
  const name = typeof domain === 'string' ? domain : alphanumericName(JSON.stringify(domain ?? ''))
  const kind = properties.S3OriginConfig ? 's3' : 'custom'
  return { ...properties, Id: `${kind}/${name}${textOf(properties.OriginPath)}` }
}

/** `s3://bucket.s3.amazonaws.com/files`, `https://example.com`. */
function fromAddress(address: string): Record<string, unknown> {
  if (!URL.canParse(address)) return { DomainName: address }
  const { hostname, pathname, protocol } = new URL(address)
  return {
    DomainName: hostname.toLowerCase(),
    ...(pathname.length > 1 && { OriginPath: pathname }),
    ...(protocol === 's3:' ? { S3OriginConfig: {} } : { CustomOriginConfig: { OriginProtocolPolicy: 'match-viewer' } }),
  }
}
