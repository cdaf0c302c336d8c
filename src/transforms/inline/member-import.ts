import { memberOf } from '../../load/members'
import { isSourceFile, isTypeScript } from '../../syntax/source-file'
import { declaringPackage, nearestPackage } from '../../workspace/packages'
import { folderOf, isInside } from '../../workspace/paths'
import { textOf } from '../../workspace/workspace'
import { calledFrom } from '../shared/specifier'
import { refuse, type TransformContext } from '../transform'
import type { ReadSite } from './read-site'

/**
 * Checks that a caller may import a file of another package of the repository by the name of that package: it lists it, and
 * the package says nothing of what may be imported.
 * @throws Refused `not-importable`
 */
export function checkMemberImport(context: TransformContext, read: readonly ReadSite[], file: string): void {
  const { workspace } = context
  const home = memberOf(workspace, file)
  if (!home) return
  for (const { site } of read) {
    const caller = site.module.file
    const manifest = nearestPackage(workspace, caller) ?? 'no package.json'
    if (!calledFrom(context, site.module, file).startsWith(`${home.name}/`)) continue
    const fail = (why: string): never =>
      refuse(site, 'not-importable', `${caller} cannot import ${file}: ${why}.`, undefined, 'member')
    if (declaringPackage(workspace, caller, home.name) !== manifest)
      fail(`it belongs to the package "${home.name}", which ${manifest} does not list`)
    if (home.hasExports) fail(`the package "${home.name}" says by "exports" what others may import`)
    if (isTypeScript(file) && !takesSources(context, folderOf(manifest), home.name))
      fail(`nothing beside it takes files of the package "${home.name}" as they are written`)
  }
}

/** Whether a file of a package imports single files of another: then what builds it takes TypeScript from there. */
function takesSources({ workspace }: TransformContext, folder: string, name: string): boolean {
  return workspace.files.some(
    (file) =>
      isInside(folder, file) && isSourceFile(file) && new RegExp(`['"]${name}/`).test(textOf(workspace, file) ?? ''),
  )
}
