import type { Use } from '../effects/effect'

/** What was found in the code of an installed package, and in all that it loads. */
export interface PackageScan {
  readonly uses: readonly Use[]
  /** Whether something was found that ties its users to a process, or that is not known. */
  readonly isRed: boolean
  /** Whether it may change what it is given. */
  readonly isChanging: boolean
}

/** Packages that are installed beside the files of the repository. */
export interface Installed {
  /** `undefined` where the package is not installed. */
  scan(fromFile: string, module: string): PackageScan | undefined
}
