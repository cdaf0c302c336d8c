import type { InvokeSite } from '../../scan/site'
import type { PackageChange } from '../transform'

/** The package of the new client, beside the one of the old. SDK v2 has all services in one package. */
export function needsPackage(site: InvokeSite, name: string): PackageChange[] {
  return site.sdk === 'v3' ? [{ importedBy: site.module.file, add: name, like: ['@aws-sdk/client-lambda'] }] : []
}
