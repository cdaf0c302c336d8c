import type { Engine, StandardDiagnostic, TemplateFile } from '@aws/cloudformation-validate'
import type { Finding } from '../diff/model'
import type { Template } from '../template'
import type { Compiled } from './check'
import { originOf } from './origin'

/** AWS's own validator of templates, where it is installed. It holds memory until it is closed. */
export interface Validator {
  /** Errors of the template after that the one before does not have. */
  newErrors(before: Compiled, after: Compiled): Finding[]
  close(): void
}

/** The package that has to be installed for it. */
export const VALIDATOR_PACKAGE = '@aws/cloudformation-validate'

/** Loads the validator, which takes some seconds. `undefined` where it is not installed. */
export async function loadValidator(): Promise<Validator | undefined> {
  try {
    const { RegoEngine } = await import('@aws/cloudformation-validate')
    return new TemplateValidator(new RegoEngine())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

const CIRCLE = 'F3004'

class TemplateValidator implements Validator {
  constructor(private readonly engine: Engine) {}

  newErrors(before: Compiled, after: Compiled): Finding[] {
    const errors = this.errorsOf(before)
    const known = new Set(errors.map(keyOf))
    // it names one circle of several: which of them are new is told by the built-in check
    const hasCircles = errors.some(({ ruleId }) => ruleId === CIRCLE)
    return this.errorsOf(after)
      .filter((diagnostic) => !known.has(keyOf(diagnostic)) && !(hasCircles && diagnostic.ruleId === CIRCLE))
      .map((diagnostic) => toFinding(diagnostic, after))
  }

  close(): void {
    this.engine.free()
  }

  private errorsOf({ template, service }: Compiled): StandardDiagnostic[] {
    const report = this.engine.validateStandard(asFile(template), {
      severityLevel: 'ERROR',
      pseudoParameterOverrides: { region: service.region },
    })
    return report.diagnostics
  }
}

/** The validator reads files; this one is in memory. */
function asFile(template: Template): TemplateFile {
  return { path: 'template.json', readBytes: () => Buffer.from(JSON.stringify(template)) }
}

/** Versions have another id every time, and a message may list all resources of the template. */
function keyOf({ ruleId, entity, propertyPath, message }: StandardDiagnostic): string {
  const id = entity?.resourceType === 'AWS::Lambda::Version' ? '' : entity?.logicalId
  return [ruleId, id, propertyPath, message.replace(/\[[^\]]*\]/g, '')].join('\0')
}

/** `… is not one of [<every name of the template>]` without the names. */
function shortened(message: string): string {
  return message.replace(/\[[^\]]{100,}\]/g, '[…]')
}

function toFinding(
  { ruleId, message, entity, propertyPath }: StandardDiagnostic,
  { service, placeOf }: Compiled,
): Finding {
  const logicalId = entity?.logicalId ?? ''
  const path = propertyPath?.split(/[./]/).map((step) => (/^\d+$/.test(step) ? Number(step) : step))
  const at = logicalId === '' ? [] : originOf(service, logicalId, path)
  return {
    code: 'validator',
    severity: 'error',
    message: `${logicalId === '' ? '' : `${logicalId}: `}${shortened(message)} (rule ${ruleId})`,
    logicalId,
    ...(path && { path }),
    at,
    ...placeOf?.(at),
    side: 'after',
  }
}
