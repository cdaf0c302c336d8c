import { createHash } from 'node:crypto'

/** Hash of a text as it stands on disk, in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
