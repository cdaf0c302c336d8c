import { ts } from 'ts-morph'
import { words } from './words'

/** Calls that can throw whatever they are given. */
export const THROWING = words(
  'parse decodeURIComponent decodeURI BigInt repeat normalize toISOString reduce URL RegExp atob btoa structuredClone',
)

/** Constructs that are not analysed. */
export const REFUSED = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.ThisKeyword, 'it uses "this"'],
  [ts.SyntaxKind.ClassExpression, 'it defines a class'],
  [ts.SyntaxKind.MetaProperty, 'it uses "import.meta" or "new.target"'],
  [ts.SyntaxKind.TaggedTemplateExpression, 'it calls a template tag'],
  [ts.SyntaxKind.WithStatement, 'it uses "with"'],
  [ts.SyntaxKind.DebuggerStatement, 'it has a "debugger" statement'],
  [ts.SyntaxKind.JsxElement, 'it uses JSX'],
  [ts.SyntaxKind.JsxSelfClosingElement, 'it uses JSX'],
  [ts.SyntaxKind.JsxFragment, 'it uses JSX'],
])
