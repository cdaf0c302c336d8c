import { CannotEdit } from '../../infra/edit/cannot-edit'
import { ConfigFileEditor } from '../../infra/edit/config-file-editor'
import type { ConfigChange } from '../../infra/edit/yaml-edit'
import { asObject } from '../../load/document'
import type { Service } from '../../load/service'
import { parseJson } from '../../workspace/json'

/**
 * The configuration with an archive that exists, so that nothing is built or zipped. What cannot be changed (code, included
 * files) stays: then the packager builds the archive, which is only slower.
 */
export function withArchive(service: Service, text: string, archive: string): string {
  const packaged = { artifact: archive }
  const own = service.functions.filter(({ data }) => data.package !== undefined).map(({ key }) => key)
  if (service.document.format === 'json') return jsonWithArchive(text, own, packaged)
  if (service.document.format !== 'yaml') return text
  const editor = new ConfigFileEditor(service.config, text)
  const set = (path: ConfigChange['path']): void => {
    try {
      editor.apply({ op: 'set', path, value: packaged }, { rule: 'packager', reason: 'nothing is built', sites: [] })
    } catch (error) {
      if (!(error instanceof CannotEdit)) throw error
    }
  }
  set(['package'])
  for (const key of own) set(['functions', key, 'package'])
  return editor.text
}

function jsonWithArchive(text: string, functions: readonly string[], packaged: unknown): string {
  const data = asObject(parseJson(text))
  const all = asObject(data.functions)
  const changed = functions
    .filter((key) => key in all)
    .map((key) => [key, { ...asObject(all[key]), package: packaged }])
  return JSON.stringify({ ...data, package: packaged, functions: { ...all, ...Object.fromEntries(changed) } })
}
