import type { ConfigPath } from './document'

/** Sources that may say something else in another deployment: of its command line, its shell, its stage or its region. */
const OF_DEPLOYMENT = new Set(['opt', 'sls', 'env', 'param', 'aws'])

/** Whether a source may have another value in another deployment; those that only AWS knows are no values at all. */
export function isOfDeployment(type: string, address: string | undefined): boolean {
  if (type === 'self') return address === 'provider.stage' || address === 'provider.region'
  return OF_DEPLOYMENT.has(type)
}

/** Keeps account, while variables are resolved, of what the deployment chooses: what is read for one stage may not hold for another. */
export class DeploymentChoices {
  private chosen = false
  private readonly at = new Set<string>()

  /** Whether what is being resolved depends on the deployment so far. */
  get isChosen(): boolean {
    return this.chosen
  }

  join(isChosen: boolean): void {
    this.chosen ||= isChosen
  }

  /** Resolves one thing: what it depends on is told, and counts for what it is part of. */
  within<T>(resolve: () => T): { readonly result: T; readonly isChosen: boolean } {
    const outer = this.chosen
    this.chosen = false
    const result = resolve()
    const isChosen = this.chosen
    this.chosen = outer || isChosen
    return { result, isChosen }
  }

  note(path: ConfigPath): void {
    this.at.add(keyOf(path))
  }

  /** Whether the value at a path, or what it is a part of, depends on the deployment. */
  decide(path: ConfigPath): boolean {
    return path.some((_, index) => this.at.has(keyOf(path.slice(0, index + 1))))
  }
}

function keyOf(path: ConfigPath): string {
  return path.join('\0')
}
