import type { Service } from '../../load/service'
import type { Template } from '../template'
import { type SynthNote, TemplateBuilder } from './builder'
import { coerceService } from './coerce-service'
import { addDeploymentBucket } from './deployment-bucket'
import { addEvents } from './events'
import { addFunctions, addLogGroups } from './functions'
import { addLayers } from './layers'
import { withConstructs } from './lift'
import { mergeResources } from './merge-resources'
import { notePlugins } from './plugins'
import { addRolesPerFunction } from './roles/per-function'
import { addSharedRole } from './roles/shared-role'
import { addStepFunctionEvents, addStepFunctions } from './step-functions'
import { noteUnknownSections } from './unknown-sections'

export interface Synthesized {
  readonly template: Template
  /** What the template lacks because it is not modelled. */
  readonly notes: readonly SynthNote[]
}

/** Compiles a service to the template that the packager would make, in memory, in the order in which the packager works. */
export function synthesize(service: Service): Synthesized {
  // the plugin adds to a configuration that is validated already
  const lifted = withConstructs(coerceService(service))
  const builder = new TemplateBuilder(lifted.service)
  builder.notes.push(...lifted.notes)
  addDeploymentBucket(builder)
  addLogGroups(builder)
  addSharedRole(builder)
  addLayers(builder)
  addFunctions(builder)
  addStepFunctions(builder)
  addEvents(builder)
  addStepFunctionEvents(builder)
  addRolesPerFunction(builder)
  notePlugins(builder)
  noteUnknownSections(builder)
  exportOutputs(builder)
  return { template: mergeResources(builder), notes: builder.notes }
}

/** Source: `lib/add-export-name-for-outputs.js` of osls 4.3.1. */
function exportOutputs(builder: TemplateBuilder): void {
  const { name, stage } = builder.service
  for (const [key, output] of Object.entries(builder.outputs)) {
    if (!output.Export) builder.outputs[key] = { ...output, Export: { Name: `sls-${name}-${stage}-${key}` } }
  }
}
