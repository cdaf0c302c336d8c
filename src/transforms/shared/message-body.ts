import { ts } from 'ts-morph'
import { callsOfFunction } from '../../analysis/calls-of-function'
import type { JsonTypes } from '../../analysis/json-shape'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { isFunctionNode, unwrap } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import type { Obligation, TransformContext } from '../transform'
import type { Payload } from './payload'

type CallContext = Pick<TransformContext, 'evaluator' | 'imports' | 'workspace'>

/**
 * The text of the message, and what is owed for it.
 * @param types Absent where declared types are not to be trusted.
 * @param isObject Whether every payload is an object, which is proved elsewhere.
 * @param context Finds what the calls of a helper give for the payload.
 */
export function messageBody(
  site: InvokeSite,
  payload: Payload,
  types: JsonTypes | undefined,
  isObject = false,
  context?: CallContext,
): { text: string; obligation: Obligation } {
  const { module } = site
  const proved = (message: string): Obligation => ({ code: 'payload-json', status: 'proved', message })
  if (payload.kind === 'none') {
    const empty = sourceStyle(module).quote === 'single' ? "'{}'" : '"{}"'
    return {
      text: empty,
      obligation: {
        code: 'payload-json',
        status: 'emulated',
        message: 'Without a payload the callee gets an empty object.',
      },
    }
  }
  const json = payload.kind === 'text' ? payload.held : payload
  const text = (payload.kind === 'text' ? payload.expression : payload.stringify).getText(module.ast)
  if (!json || isObject || isNeverUndefined(context, module, json.value)) {
    const what = payload.kind === 'text' ? 'text' : 'JSON'
    return { text, obligation: proved(`The message is the ${what} that the payload was.`) }
  }
  if (types?.isObject(module, json.value)) {
    const shown = json.value.getText(module.ast).replace(/\s+/g, ' ')
    const message = `The message is the JSON that the payload was: "${shown}" is an object by its type (trust-types).`
    return { text, obligation: { code: 'payload-json', status: 'waived', message } }
  }
  if (json.isEncoded) return { text, obligation: unencodable(site) }
  const empty = sourceStyle(module).quote === 'single' ? "'{}'" : '"{}"'
  return {
    text: `${text} || ${empty}`,
    obligation: {
      code: 'payload-json',
      status: 'emulated',
      message: 'A payload that is undefined reaches the callee as an empty object.',
    },
  }
}

/** `Buffer.from(JSON.stringify(undefined))` throws; a message without a text is refused when it is sent. */
function unencodable({ isAwaited }: InvokeSite): Obligation {
  return isAwaited
    ? {
        code: 'payload-json',
        status: 'emulated',
        message: 'The message is the JSON that the payload was. A payload that is undefined fails with another error.',
      }
    : {
        code: 'payload-json',
        status: 'waived',
        message:
          'The message is the JSON that the payload was. A payload that is undefined could not be encoded, which threw at once; now its sending fails, and nobody waits for it.',
      }
}

/** How many helpers a payload is followed through. */
const MAX_HELPERS = 3

/** Whether every value has a JSON: a literal, or the parameter of a helper that all calls give such a value for. */
function isNeverUndefined(
  context: CallContext | undefined,
  module: SourceModule,
  value: ts.Expression,
  depth = 0,
): boolean {
  const node = unwrap(value)
  if (ts.isIdentifier(node)) {
    const binding = module.bindings.of(node)
    const [declaration] = binding?.declarations ?? []
    if (declaration && ts.isParameter(declaration) && binding?.writes.length === 0)
      return context !== undefined && depth < MAX_HELPERS && isAlwaysGiven(context, module, declaration, depth)
    const isConstant = binding?.writes.length === 0 && declaration && ts.isVariableDeclaration(declaration)
    return !!isConstant && !!declaration.initializer && isLiteral(unwrap(declaration.initializer))
  }
  return isLiteral(node)
}

function isAlwaysGiven(
  context: CallContext,
  module: SourceModule,
  declaration: ts.ParameterDeclaration,
  depth: number,
): boolean {
  const owner = declaration.parent
  if (!isFunctionNode(owner) || declaration.dotDotDotToken || declaration.initializer) return false
  const index = owner.parameters.indexOf(declaration)
  const calls = callsOfFunction(context, module, owner)
  return (
    calls !== undefined &&
    calls.size > 0 &&
    [...calls].every((call) => {
      const user = context.evaluator.program.module(call.getSourceFile().fileName)
      if (!user || !ts.isCallExpression(call) || call.arguments.slice(0, index + 1).some(ts.isSpreadElement))
        return false
      const given = call.arguments[index]
      return given !== undefined && isNeverUndefined(context, user, given, depth + 1)
    })
  )
}

/** What always has a JSON: literals, and what a sign or `!` makes of anything. */
function isLiteral(node: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isPrefixUnaryExpression(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  )
}
