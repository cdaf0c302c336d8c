import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { propertyName, unwrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { DeclarationRequest } from '../file-change'
import type { Obligation } from '../transform'
import { freshName } from './names'
import type { Payload } from './payload'

/** What becomes of characters that a service does not take, though JSON has them: U+FFFE and U+FFFF. */
export type Characters = 'waive' | 'escape'

/** The text of a message, and what is owed for its characters. */
export interface CheckedText {
  readonly text: string
  readonly obligation: Obligation
  readonly declarations: readonly DeclarationRequest[]
}

/** Escapes the characters that SQS does not take, or says that they are left. A payload that cannot have them stays. */
export function checkedText(module: SourceModule, payload: Payload, text: string, characters: Characters): CheckedText {
  const owed = (status: Obligation['status'], message: string): Obligation => ({
    code: 'message-characters',
    status,
    message,
  })
  if (isWithout(payload))
    return { text, obligation: owed('proved', 'No text of the payload comes from elsewhere.'), declarations: [] }
  if (characters === 'waive') {
    const message = 'A payload with U+FFFE or U+FFFF in a text is not taken: the call fails (--escape-characters).'
    return { text, obligation: owed('waived', message), declarations: [] }
  }
  const name = freshName(module, 'escapeNoncharacters')
  const { quote } = sourceStyle(module)
  const mark = quote === 'single' ? "'" : '"'
  const parameter = isTypeScript(module.file) ? 'text: string' : 'text'
  const escaped = `${mark}\\\\u${mark} + character.charCodeAt(0).toString(16)`
  const declaration = `const ${name} = (${parameter}) => text.replace(/[\\uFFFE\\uFFFF]/g, (character) => ${escaped})`
  return {
    text: `${name}(${text})`,
    obligation: owed(
      'emulated',
      'U+FFFE and U+FFFF are written as escapes, which the JSON of the callee reads as they were.',
    ),
    declarations: [{ name, text: declaration }],
  }
}

/** Whether every text of a payload is written out, without those characters. */
function isWithout(payload: Payload): boolean {
  if (payload.kind === 'none') return true
  return payload.kind === 'json' && isPlain(payload.value)
}

function isPlain(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isStringLiteralLike(node)) return !/[\uFFFE\uFFFF]/.test(node.text)
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain)
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every(
      (property) =>
        ts.isPropertyAssignment(property) &&
        !/[\uFFFE\uFFFF]/.test(propertyName(property.name) ?? '\uFFFF') &&
        isPlain(property.initializer),
    )
  // what a sign or `!` makes of anything is no text
  return (
    ts.isNumericLiteral(node) ||
    ts.isPrefixUnaryExpression(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  )
}
