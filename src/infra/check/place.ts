import type { ConfigDocument, ConfigPath } from '../../load/document'
import { locate as placeOf } from '../../load/locate'
import type { Service } from '../../load/service'
import { CannotEdit } from '../edit/cannot-edit'
import { locate } from '../edit/locate'

/** A line of a configuration file. 1-based. */
export interface ConfigPlace {
  readonly file: string
  readonly line: number
}

/**
 * The line that a node of a service's configuration stands in, in the service's file or in one that it includes; that of
 * its nearest parent, where the node is made by a variable or by the packager.
 * @param read The document of an included file.
 */
export function placeIn(
  service: Service,
  path: ConfigPath,
  read: (file: string) => ConfigDocument | undefined,
): ConfigPlace {
  const documentOf = (file: string) => (file === service.config ? service.document : read(file))
  for (let length = path.length; length > 0; length--) {
    const at = attempt(() => locate(service, path.slice(0, length), (file) => documentOf(file)?.value))
    const document = at && documentOf(at.file)
    const place = document && placeOf(document, at.path)
    if (at && place) return { file: at.file, line: place.line }
  }
  return { file: service.config, line: 1 }
}

function attempt<T>(body: () => T): T | undefined {
  try {
    return body()
  } catch (error) {
    if (error instanceof CannotEdit) return undefined
    throw error
  }
}
