import type { ConfigDocument, ConfigPath } from './document'
import { yamlLocator } from './yaml-document'

/** 1-based. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Finds the place of a node, or of its nearest parent that has one. */
export type Locator = (path: ConfigPath) => Place | undefined

const locators = new WeakMap<ConfigDocument, Locator>()

/** 1-based place of a node of a configuration, or of its nearest parent that has one. */
export function locate(document: ConfigDocument, path: ConfigPath): Place | undefined {
  const locator = locators.get(document) ?? locatorOf(document)
  locators.set(document, locator)
  return locator(path)
}

/** Places are asked for seldom and trees are large: the text is parsed again for the first one. */
function locatorOf({ format, file, text }: ConfigDocument): Locator {
  if (format === 'yaml') return yamlLocator(text)
  // these need the parser of TypeScript, which takes long to load
  if (format === 'json') return (require('./json-syntax') as typeof import('./json-syntax')).jsonLocator(file, text)
  return (require('./source-document') as typeof import('./source-document')).sourceLocator(file, text)
}
