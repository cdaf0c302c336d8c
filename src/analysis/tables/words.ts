/** The words of a text, as a set: long lists of names are read more easily so. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''))
}
