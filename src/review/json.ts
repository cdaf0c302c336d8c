/** A document as JSON, the same bytes for the same content. */
export function toJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
