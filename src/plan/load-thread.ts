import { parentPort, workerData } from 'node:worker_threads'
import type { LoadContext, LoadOptions } from '../load/build-service'
import { loadServices } from '../load/load'
import type { Service } from '../load/service'
import { type Diagnostic, DiagnosticBag } from '../messages/diagnostic'
import type { SourceProgram } from '../syntax/program'
import { diskWorkspace } from '../workspace/disk'

/** What the thread is given. */
export interface LoadTask {
  readonly root: string
  readonly files: readonly string[]
  readonly options: LoadOptions
}

/** What it answers with: data, so that it can be handed from thread to thread. */
export interface LoadedServices {
  readonly services: readonly Service[]
  readonly diagnostics: readonly Diagnostic[]
}

function loaded({ root, files, options }: LoadTask): LoadedServices {
  const workspace = diskWorkspace(root, files)
  const diagnostics = new DiagnosticBag()
  let program: SourceProgram | undefined
  const context: LoadContext = {
    workspace,
    diagnostics,
    options,
    // few configurations are source, and the parser of TypeScript takes long to load
    get program() {
      program ??= (require('../syntax/program') as typeof import('../syntax/program')).sourceProgram(workspace)
      return program
    },
  }
  const services = loadServices(context)
  if (program) {
    const { reportSyntaxErrors } = require('./syntax-errors') as typeof import('./syntax-errors')
    reportSyntaxErrors(context, services)
  }
  return { services, diagnostics: diagnostics.list() }
}

parentPort?.postMessage(loaded(workerData as LoadTask))
