import type { Plan } from '../plan/build-plan'
import { patchOf } from './code-diff'
import { planHtml } from './html'
import { toJson } from './json'
import { planMarkdown } from './markdown'
import type { Palette } from './palette'
import { planSarif } from './sarif'
import { planText } from './text/plan'

/** The forms in which a plan can be read. Every renderer only reads the plan. */
export const planFormats = {
  text: planText,
  markdown: (plan: Plan) => planMarkdown(plan),
  html: (plan: Plan) => planHtml(plan),
  json: (plan: Plan) => toJson(plan.document),
  sarif: (plan: Plan) => planSarif(plan.document),
  patch: (plan: Plan) => patchOf(plan.files),
} satisfies Record<string, (plan: Plan, palette: Palette) => string>

export type PlanFormat = keyof typeof planFormats
