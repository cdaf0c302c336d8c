/**
 * The pipeline as a library: open a workspace, analyze it, build a plan, render it, write it. The command line is a thin
 * layer over these functions.
 */
export type { Advice, Verdict } from './advise/advice'
export { openWorkspace } from './discover/discover'
export type { InfraDiff } from './infra/diff/model'
export { synthesize } from './infra/synth/synthesize'
export { UserError } from './messages/user-error'
export { type Analysis, analyze } from './plan/analyze'
export { buildPlan, type FilePlan, type Plan } from './plan/build-plan'
export type { PlanDocument, ScanDocument } from './plan/document'
export { readPlan } from './plan/read-plan'
export { scanDocument } from './plan/scan-document'
export { planFormats } from './review/formats'
export { ansiColors, noColors, type Palette } from './review/palette'
export { defaultPlanOptions, type PlanOptions } from './transforms/options'
export { memoryWorkspace } from './workspace/overlay'
export type { Workspace } from './workspace/workspace'
export { writePlan } from './write/write-plan'
