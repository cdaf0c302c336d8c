import type { VariableReader } from '../analysis/read-variables'
import type { Mark } from '../edit/piece-table'
import { CannotEdit } from '../infra/edit/cannot-edit'
import type { InfraChange } from '../infra/edit/change'
import type { ConfigEditors } from '../infra/edit/config-editors'
import { ServiceEditor } from '../infra/edit/service-editor'
import { asObject } from '../load/document'
import type { FunctionRef, Service } from '../load/service'
import type { Proposal } from '../transforms/transform'

/** A variable that was to be taken out of an environment. */
export interface Removal {
  readonly service: Service
  readonly change: InfraChange
  /** What is told where it is left: it does no harm. */
  readonly left: string | undefined
}

/** Takes a variable out of the environment of a function, where that can be edited by itself. */
export function removeVariable(
  editors: ConfigEditors,
  { service, function: { key } }: FunctionRef,
  name: string,
  mark: Mark,
): Removal {
  const change: InfraChange = { kind: 'remove-environment', function: key, name }
  try {
    editors.transaction(() => new ServiceEditor(service, editors).apply(change, mark))
    return { service, change, left: undefined }
  } catch (error) {
    if (!(error instanceof CannotEdit)) throw error
    const left = `${name} is left in the environment of "${key}", which does not read it any more: ${error.message}.`
    return { service, change, left }
  }
}

/** Takes what code that has moved read out of the environment of its function, where nothing that is left may read it. */
export function removeLeftVariables(
  editors: ConfigEditors,
  readerOf: VariableReader,
  { left = [], sites }: Pick<Proposal, 'left' | 'sites'>,
): Removal[] {
  return left.flatMap(({ function: ref, names }) => {
    const { key, data, handler } = ref.function
    const read = handler && readerOf(handler.file)
    const own = Object.keys(asObject(data.environment)).filter((name) => names.includes(name))
    return own
      .filter((name) => read && !read.mayRead(name))
      .map((name) => {
        const reason = `Nothing of "${key}" reads ${name} any more.`
        return removeVariable(editors, ref, name, { rule: 'remove-variable', reason, sites })
      })
  })
}
