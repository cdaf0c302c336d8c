import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { LoadOptions } from '../load/build-service'
import { CONFIG_NAME } from '../load/config-name'
import { baseName } from '../workspace/paths'
import type { Workspace } from '../workspace/workspace'
import type { LoadedServices, LoadTask } from './load-thread'

/** Below this a thread takes longer to start than the services to load. */
const MIN_CONFIGS = 20

/**
 * Loads the services of a large repository on a thread of their own, while this one loads the parser of TypeScript and
 * parses sources.
 * @returns `undefined` where they have to be loaded here: the repository is small, or the thread failed, in whatever way;
 *   then it fails here too, where it can be seen.
 */
export function loadAhead({ root, files }: Workspace, options: LoadOptions): Promise<LoadedServices | undefined> {
  if (files.filter((file) => CONFIG_NAME.test(baseName(file))).length < MIN_CONFIGS) return Promise.resolve(undefined)
  const task: LoadTask = { root, files, options }
  return new Promise((resolve) => {
    const thread = new Worker(join(__dirname, 'load-thread.js'), { workerData: task })
    thread.on('message', resolve)
    thread.on('error', () => resolve(undefined))
    thread.on('exit', () => resolve(undefined))
  })
}
