import { createHash } from 'node:crypto'

/** Logical ids of what a queue construct makes, its queue first. */
export function queueLogicalIds(id: string): readonly string[] {
  return ['Queue', 'Dlq', 'AlarmTopic', 'AlarmTopicSubscription', 'Alarm'].map((part) =>
    cdkLogicalId(id, part, 'Resource'),
  )
}

/**
 * Logical id that CDK gives to what stands at a path of constructs: its parts, and a hash of the path. Source:
 * `aws-cdk-lib/core/lib/private/uniqueid.js` of 2.x.
 */
export function cdkLogicalId(...path: readonly string[]): string {
  const hash = createHash('md5').update(path.join('/')).digest('hex').slice(0, 8).toUpperCase()
  const parts: string[] = []
  for (const part of path.filter((name) => name !== 'Resource')) {
    // a part that the one before ends in says nothing new
    if (!parts.at(-1)?.endsWith(part)) parts.push(part)
  }
  const readable = parts.map((part) => part.replace(/[^A-Za-z0-9]/g, '')).join('')
  return readable.slice(0, 240) + hash
}
