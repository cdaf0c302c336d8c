import { nodeModule, packageName } from '../../analysis/packages/package-name'
import type { InvokeSite } from '../../scan/site'
import { specifiersIn } from '../../syntax/import-index'
import { declaringPackage, nearestPackage } from '../../workspace/packages'
import type { Workspace } from '../../workspace/workspace'
import { refuse } from '../transform'

/** The packages that a new file imports; none where there is no text, for the file was there already. */
export function packagesIn(text: string | undefined): string[] {
  const specifiers = text === undefined ? [] : specifiersIn(text)
  return specifiers.filter((name) => !name.startsWith('.') && nodeModule(name) === undefined).map(packageName)
}

/**
 * Checks that a library file gets the same packages as the callee that its code comes from: in a repository with several
 * package.json, a file elsewhere may find another version of one, or none.
 * @throws Refused `packaging`
 */
export function checkLibraryPackages(
  workspace: Workspace,
  site: InvokeSite,
  callee: string,
  library: { readonly file: string; readonly text: string | undefined },
): void {
  const homeOf = (file: string, name: string) =>
    declaringPackage(workspace, file, name) ?? nearestPackage(workspace, file) ?? 'no package.json'
  for (const name of packagesIn(library.text)) {
    const [before, after] = [homeOf(callee, name), homeOf(library.file, name)]
    if (before === after) continue
    const message = `${callee} has the package "${name}" by ${before}, and ${library.file} would have it by ${after}.`
    refuse(site, 'packaging', message)
  }
}
