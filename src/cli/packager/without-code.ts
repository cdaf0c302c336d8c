import { CannotEdit } from '../../infra/edit/cannot-edit'
import type { ConfigChange } from '../../infra/edit/config-change'
import { ConfigEditors } from '../../infra/edit/config-editors'
import type { Service } from '../../load/service'
import { memoryWorkspace } from '../../workspace/overlay'

/**
 * The configuration with an archive that exists, so that nothing is built or zipped. What cannot be changed (code, included
 * files) stays: then the packager builds the archive, which is only slower.
 */
export function withArchive(service: Service, text: string, archive: string): string {
  const packaged = { artifact: archive }
  const own = service.functions.filter(({ data }) => data.package !== undefined).map(({ key }) => key)
  const { format } = service.document
  if (format !== 'json' && format !== 'yaml') return text
  const editors = new ConfigEditors(memoryWorkspace({ [service.config]: text }), [])
  const set = (path: ConfigChange['path']): void => {
    const mark = { rule: 'packager', reason: 'nothing is built', sites: [] }
    try {
      editors.apply(service.config, { op: 'set', path, value: packaged }, mark)
    } catch (error) {
      if (!(error instanceof CannotEdit)) throw error
    }
  }
  set(['package'])
  for (const key of own) set(['functions', key, 'package'])
  return editors.text(service.config)
}
