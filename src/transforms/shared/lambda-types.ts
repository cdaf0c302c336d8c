import type { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { isTypeScript } from '../../syntax/source-file'
import { textOf } from '../../workspace/workspace'
import type { ImportRequest } from '../file-change'
import type { TransformContext } from '../transform'

/** The import of the type of an event (`SQSEvent`), where the file is TypeScript and the Lambda types are at hand. */
export function lambdaEventImports(
  context: TransformContext,
  module: SourceModule,
  name: string,
  like: ts.Node | undefined,
): ImportRequest[] {
  if (!isTypeScript(module.file) || !hasLambdaTypes(context, module)) return []
  return [{ specifier: 'aws-lambda', name, isType: true, like }]
}

/** Whether the types of Lambda events are at hand: a dependency of the nearest package.json, or used in the file. */
export function hasLambdaTypes(context: TransformContext, module: SourceModule): boolean {
  if (/from\s+['"]aws-lambda['"]/.test(module.text)) return true
  return context.workspace.files.some(
    (file) => /(^|\/)package\.json$/.test(file) && /"@types\/aws-lambda"/.test(textOf(context.workspace, file) ?? ''),
  )
}
