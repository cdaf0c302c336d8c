import { type ConfigPath, isObject } from '../../load/document'
import type { TemplateBuilder } from './builder'

/** Sections that are compiled as maps or lists; `*` is any key or item. */
const SECTIONS: readonly (readonly string[])[] = [
  ['custom', 'serverless-iam-roles-per-function'],
  ['constructs', '*'],
  ['functions', '*', 'destinations'],
  ['functions', '*', 'environment'],
  ['functions', '*', 'events'],
  ['functions', '*', 'fileSystemConfig'],
  ['functions', '*', 'iamRoleStatements', '*'],
  ['functions', '*', 'tags'],
  ['functions', '*', 'vpc'],
  ['layers', '*'],
  ['provider', 'environment'],
  ['provider', 'iam'],
  ['provider', 'iamManagedPolicies'],
  ['provider', 'iamRoleStatements', '*'],
  ['provider', 'tags'],
  ['provider', 'tracing'],
  ['provider', 'vpc'],
  ['resources', 'Conditions'],
  ['resources', 'Mappings'],
  ['resources', 'Outputs', '*'],
  ['resources', 'Parameters', '*'],
  ['resources', 'Resources', '*', 'Properties'],
  ['resources', 'extensions', '*', 'Properties'],
  ['stepFunctions', 'stateMachines', '*'],
]

/** Statements stand one level deeper. */
const STATEMENTS = ['provider', 'iam', 'role', 'statements', '*'] as const

/** Says which sections are variables that nobody can resolve here: what they hold is missing in the template. */
export function noteUnknownSections(builder: TemplateBuilder): void {
  const noted = new Set<string>()
  const note = (variable: string, path: ConfigPath): void => {
    const place = path.join('\n')
    if (noted.has(place)) return
    noted.add(place)
    builder.note(`What the variable "${variable}" holds is not known: it is missing in the template.`, path)
  }
  const visit = (value: unknown, [step, ...rest]: readonly string[], path: ConfigPath): void => {
    if (typeof value === 'string' && value.includes('${')) note(value, path)
    else for (const [key, item] of children(value, step)) visit(item, rest, [...path, key])
  }
  for (const section of SECTIONS) visit(builder.service.data, section, [])
  // a role may be given by its name or ARN, and that may be a variable
  const { iam } = isObject(builder.service.data.provider) ? builder.service.data.provider : { iam: undefined }
  if (isObject(iam) && isObject(iam.role)) visit(builder.service.data, STATEMENTS, [])
}

function children(value: unknown, step: string | undefined): [string | number, unknown][] {
  if (step === '*') return Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : []
  return step !== undefined && isObject(value) ? [[step, value[step]]] : []
}
