/**
 * What the types of a handler say of its event, where a repository takes them from `@types/aws-lambda`: its files are never
 * loaded. Types that are not named here stay unknown.
 */
export const HANDLER_TYPES = {
  package: 'aws-lambda',
  file: '/.types/aws-lambda.d.ts',
  text: 'export type Handler<TEvent = any, TResult = any> = (event: TEvent, context: any, callback: any) => void | Promise<TResult>\n',
} as const
