import { readFileSync } from 'node:fs'
import { type ConfigObject, isObject } from '../load/document'
import { UserError } from '../messages/user-error'
import { type PlanDocument, SCHEMA_VERSION } from './document'

/** Reads a plan that was saved with `plan --out`. @throws UserError `plan-invalid` */
export function readPlan(path: string): PlanDocument {
  let data: unknown
  try {
    data = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UserError('plan-invalid', `"${path}" cannot be read as a plan: ${(error as Error).message}`)
  }
  if (!isObject(data) || !Array.isArray(data.edits) || !Array.isArray(data.inputs)) {
    throw new UserError('plan-invalid', `"${path}" is no plan.`, 'Make one with "lambda-unchain plan --out plan.json".')
  }
  if (data.schemaVersion !== SCHEMA_VERSION) {
    throw new UserError(
      'plan-invalid',
      `"${path}" has schema version ${String(data.schemaVersion)}; this program reads ${SCHEMA_VERSION}.`,
      'Plan again.',
    )
  }
  if (!isPlan(data)) throw new UserError('plan-invalid', `"${path}" is damaged.`, 'Plan again.')
  return data
}

function isPlan(data: ConfigObject): data is ConfigObject & PlanDocument {
  return (
    typeof data.root === 'string' &&
    areEdits(data.edits) &&
    areFiles(data.inputs, 'sha256') &&
    areFiles(data.createdFiles, 'text') &&
    areFiles(data.deletedFiles)
  )
}

function areEdits(list: unknown): boolean {
  if (!Array.isArray(list)) return false
  return list.every(
    (edit) =>
      isObject(edit) &&
      typeof edit.file === 'string' &&
      Number.isInteger(edit.start) &&
      Number.isInteger(edit.end) &&
      typeof edit.text === 'string',
  )
}

function areFiles(list: unknown, ...fields: string[]): boolean {
  return (
    Array.isArray(list) &&
    list.every((entry) => isObject(entry) && ['file', ...fields].every((field) => typeof entry[field] === 'string'))
  )
}
