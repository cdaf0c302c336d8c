import type { Validator } from '../infra/check/validator'
import type { Plan } from './build-plan'

/** A plan with what AWS's own validator finds beside the findings of the built-in checks. */
export function validatedPlan(plan: Plan, validator: Validator): Plan {
  const infra = plan.document.infra.map((diff) => {
    const compiled = plan.compiled.find(({ after }) => after.service.config === diff.config)
    if (!compiled) return diff
    return { ...diff, findings: [...diff.findings, ...validator.newErrors(compiled.before, compiled.after)] }
  })
  return { ...plan, document: { ...plan.document, infra } }
}
