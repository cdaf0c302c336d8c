import type { Service } from '../../src/load/service'
import { FunctionsHost } from './functions-host'
import { servicesOf } from './rewrite'
import { Transpiler } from './transpile'

/** Threads, each for one version of a fixture's services. */
export interface Hosts {
  /** Before any plan. */
  readonly before: FunctionsHost
  /** After a plan, of one or several. */
  readonly after: readonly FunctionsHost[]
  /** Before any plan, where errors of functions are thrown at their calls: the difference that `errors=propagate` makes. */
  readonly propagating: FunctionsHost
}

/** @param plans How many plans of a fixture are compared at once. */
export function startHosts(plans: number): Hosts {
  const after = Array.from({ length: plans }, () => new FunctionsHost())
  return { before: new FunctionsHost(), after, propagating: new FunctionsHost() }
}

export async function stopHosts({ before, after, propagating }: Hosts): Promise<void> {
  await Promise.all([before, ...after, propagating].map((host) => host.stop()))
}

/** Deploys files to a host, in place of what it has. */
export function deploy(
  host: FunctionsHost,
  files: Readonly<Record<string, string>>,
  transpiler = new Transpiler(),
  services: readonly Service[] = servicesOf(files),
): Promise<void> {
  return host.load(services, transpiler.modulesOf(files))
}
