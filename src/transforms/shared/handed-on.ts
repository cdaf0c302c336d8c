import { ts } from 'ts-morph'
import { usersOf } from '../../analysis/file-users'
import type { SourceModule } from '../../syntax/module'
import type { TransformContext } from '../transform'

/** Whether another file exports a name of a file by that name: `export { invoke } from './invoke'`. */
export function isHandedOn(
  { evaluator, imports }: Pick<TransformContext, 'evaluator' | 'imports'>,
  module: SourceModule,
  name: string,
): boolean {
  return [...usersOf(imports, module.file)].some((file) => {
    const user = file === module.file ? undefined : evaluator.program.module(file)
    return user?.ast.statements.some((statement) => {
      const list = ts.isExportDeclaration(statement) ? statement.exportClause : undefined
      if (!list || !ts.isNamedExports(list)) return false
      return list.elements.some((element) => (element.propertyName ?? element.name).text === name)
    })
  })
}
