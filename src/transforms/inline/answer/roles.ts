import { ts } from 'ts-morph'
import type { Binding } from '../../../syntax/bind'
import type { SourceModule } from '../../../syntax/module'
import { accessedName, isAccess, propertyName, unwrap } from '../../../syntax/nodes'
import type { Role } from './condition'
import type { Form } from './decode'

/** What a name holds: the answer, a member of it, or what a payload was made of on its way. */
export interface Held {
  readonly role: Role
  readonly form: Form
}

/** The names that hold the answer of a call, or parts of it. */
export class Roles {
  private readonly held = new Map<Binding, Held>()

  constructor(
    private readonly module: SourceModule,
    /** What a payload is when it comes. */
    private readonly form: Form,
  ) {}

  /** The names, with what they hold. */
  get names(): readonly (readonly [Binding, Held])[] {
    return [...this.held]
  }

  /** Gives a name its role. Whether the name is one that can be followed. */
  hold(name: ts.BindingName, role: Role, form: Form = this.form): boolean {
    if (ts.isObjectBindingPattern(name)) return role === 'response' && name.elements.every((e) => this.element(e))
    if (!ts.isIdentifier(name)) return false
    const binding = this.module.bindings.of(name)
    if (!binding || binding.writes.length > 0) return false
    this.held.set(binding, { role, form })
    return true
  }

  private element({ name, propertyName: key, initializer, dotDotDotToken }: ts.BindingElement): boolean {
    const member = propertyName(key ?? (name as ts.Identifier))
    const role = member === undefined ? undefined : memberRole(member)
    if (!role || initializer || dotDotDotToken || !ts.isIdentifier(name)) return false
    return this.hold(name, role)
  }

  /** What an expression holds: a name, or a member of one. */
  of(expression: ts.Expression): Held | undefined {
    const node = unwrap(expression)
    if (ts.isIdentifier(node)) {
      const binding = this.module.bindings.of(node)
      return binding && this.held.get(binding)
    }
    const name = isAccess(node) ? accessedName(node) : undefined
    if (!isAccess(node) || name === undefined) return undefined
    const metadata = unwrap(node.expression)
    if (name === 'httpStatusCode' && accessedName(metadata) === '$metadata' && isAccess(metadata))
      return this.of(metadata.expression)?.role === 'response' ? { role: 'StatusCode', form: this.form } : undefined
    const role = this.of(node.expression)?.role === 'response' ? memberRole(name) : undefined
    return role && { role, form: this.form }
  }
}

function memberRole(member: string): Role | undefined {
  return member === 'Payload' || member === 'FunctionError' || member === 'StatusCode' ? member : undefined
}
