import { isDeepStrictEqual } from 'node:util'
import type { Mark } from '../../edit/piece-table'
import { asArray, asObject, type ConfigObject, type ConfigPath } from '../../load/document'
import { functionOf, type Service, type ServiceFunction } from '../../load/service'
import { existingRole } from '../synth/functions/role'
import { CannotEdit } from './cannot-edit'
import type { InfraChange } from './change'
import type { ConfigAccess } from './config-access'
import {
  actionsBesideInvoke,
  grantsInvoke,
  likeSiblings,
  lostResources,
  namesFunction,
  revokedInvoke,
  sharedStatementsPath,
  statementsPath,
  textsEndingIn,
} from './permissions'
import { isOfServiceOnly, listForStatement, resourceRole, statementLists } from './resource-roles'

/** Changes what the roles of a service allow: those that the packager makes, and those of its `resources`. */
export class RoleEditor {
  constructor(
    private readonly service: Service,
    private readonly access: ConfigAccess,
  ) {}

  /** Allows a function one action on one resource. */
  allow(change: Extract<InfraChange, { kind: 'allow' }>, mark: Mark): string | undefined {
    const fn = functionOf(this.service, change.function)
    const statement = { Effect: 'Allow', Action: change.action, Resource: change.resource }
    const path = fn && this.statementsOf(fn)
    if (!path) return foreignRoleNote(change.function, statement)
    const siblings = asArray(this.access.current(path))
    if (siblings.some((known) => grants(known, change.action, change.resource))) return undefined
    const alike = siblings.findIndex((known) => listsResourcesOf(known, change.action))
    if (alike >= 0) this.access.edit({ op: 'append', path: [...path, alike, 'Resource'], value: change.resource }, mark)
    else this.access.edit({ op: 'append', path, value: likeSiblings(statement, siblings) }, mark)
    return undefined
  }

  /** Whether a function runs with a role that the packager does not make. */
  private hasOwnRole(fn: ServiceFunction): boolean {
    return fn.data.role !== undefined || existingRole(asObject(this.service.data.provider)) !== undefined
  }

  /**
   * Where the statements of a function's role are written; `undefined` for a role that is made elsewhere.
   * @throws CannotEdit for a role of `resources` without a list of statements.
   */
  private statementsOf(fn: ServiceFunction): ConfigPath | undefined {
    if (!this.hasOwnRole(fn)) return statementsPath(this.service, fn)
    const role = resourceRole(this.service, fn)
    if (role === undefined) return undefined
    const list = listForStatement(statementLists(this.service, role))
    if (!list) throw new CannotEdit(`the role ${role} has no policy with a list of statements`)
    return list.path
  }

  /** The packager lets the role that it makes read a queue; another role must allow it before the queue is deployed. */
  allowToConsume(change: { readonly function: string; readonly arn: unknown }, mark: Mark): string | undefined {
    const fn = functionOf(this.service, change.function)
    const { arn } = change
    if (!fn || arn === undefined || !this.hasOwnRole(fn)) return undefined
    const path = this.statementsOf(fn)
    const statement = { Effect: 'Allow', Action: CONSUMER_ACTIONS, Resource: arn }
    if (!path) return foreignRoleNote(change.function, statement)
    const siblings = asArray(this.access.current(path))
    if (CONSUMER_ACTIONS.every((action) => siblings.some((known) => grants(known, action, arn)))) return undefined
    this.access.edit({ op: 'append', path, value: likeSiblings(statement, siblings) }, mark)
    const role = resourceRole(this.service, fn)
    const [, , policy] = path
    if (role === undefined || policy === role) return undefined
    return `"${change.function}" reads the queue by the policy ${policy}, and nothing makes CloudFormation change that first: where the deployment fails for want of a permission, repeat it.`
  }

  /** Takes a permission to invoke from the role of a function. @returns What is left to do by hand. */
  revokeInvoke(change: Extract<InfraChange, { kind: 'revoke-invoke' }>, mark: Mark): string | undefined {
    const { function: key, callee } = change
    const fn = functionOf(this.service, key)
    const paths = change.isInherited ? [sharedStatementsPath(this.service)] : fn ? this.revocable(fn) : []
    const notes = paths.map((path) => this.revokeIn(path, key, callee, mark))
    return (
      notes.find((note) => note !== undefined) ??
      (fn && callee && paths.length === 0 ? this.left(fn, callee) : undefined)
    )
  }

  /** What a role of `resources` still lets invoke that may serve others than the functions, too. */
  private left(fn: ServiceFunction, callee: string): string | undefined {
    const role = resourceRole(this.service, fn)
    if (role === undefined) return undefined
    const allowed = statementLists(this.service, role)
      .flatMap(({ statements }) => statements.filter(grantsInvoke))
      .flatMap((statement) => asArray([asObject(statement).Resource].flat()))
      .find((resource) => namesFunction(this.service, resource, callee))
    if (allowed === undefined) return undefined
    const text = typeof allowed === 'string' ? allowed : JSON.stringify(allowed)
    return `The role ${role} may still invoke "${callee}", by "${text}": it is left, because others may have the role too. Take it out where nothing needs it.`
  }

  /** The lists of statements from which a permission may go: not those of a role that may serve others, too. */
  private revocable(fn: ServiceFunction): ConfigPath[] {
    if (!this.hasOwnRole(fn)) return [statementsPath(this.service, fn)]
    const role = resourceRole(this.service, fn)
    const isOwn = role !== undefined && isOfServiceOnly(this.service, role)
    return isOwn ? statementLists(this.service, role).map(({ path }) => path) : []
  }

  private revokeIn(path: ConfigPath, key: string, callee: string | undefined, mark: Mark): string | undefined {
    const before = asArray(this.access.current(path))
    const comments: string[] = []
    // indices move with every removal: the last statement first
    for (let index = asArray(this.access.current(path)).length - 1; index >= 0; index--) {
      const statement = asArray(this.access.current(path))[index]
      const rest = revokedInvoke(this.service, statement, callee)
      if (rest === statement) continue
      // a policy must allow something
      if (rest === undefined && path[0] === 'resources' && asArray(this.access.current(path)).length === 1)
        return `"${key}" may still invoke functions: take the policy out that allows nothing else.`
      if (rest === undefined) comments.push(...this.removed([...path, index], mark))
      else this.replaceStatement([...path, index], asObject(statement), rest, mark)
    }
    const notes = [
      callee === undefined ? lostNote(key, lostResources(this.service, before)) : undefined,
      commentNote(comments),
    ].filter((note) => note !== undefined)
    if (notes.length > 0) return notes.join(' ')
    if (callee === undefined) return undefined
    const left = asArray(this.access.current(path)).flatMap((known) => actionsBesideInvoke(this.service, known, callee))
    if (left.length === 0) {
      const text = asArray(this.access.current(path)).flatMap((known) => textsEndingIn(known, callee))[0]
      return (
        text && `"${key}" may still be allowed to invoke "${callee}", by "${text}": take it out where nothing needs it.`
      )
    }
    return `"${key}" may still invoke "${callee}", because the same statement allows it ${[...new Set(left)].join(', ')}: take it out where that is not needed.`
  }

  /** Removes a statement. @returns The comments that stood with it. */
  private removed(path: ConfigPath, mark: Mark): string[] {
    const commentsOf = () =>
      [...this.access.editors.text(this.access.locate(path.slice(0, -1)).file).matchAll(/^[ \t]*#+[ \t]*(.*\S)/gm)].map(
        ([, text = '']) => text,
      )
    const before = commentsOf()
    this.access.edit({ op: 'remove', path }, mark)
    const after = commentsOf()
    return before.filter((text) => !after.includes(text))
  }

  private replaceStatement(path: ConfigPath, before: ConfigObject, after: ConfigObject, mark: Mark): void {
    for (const name of ['Action', 'Resource']) {
      const old = before[name]
      const kept = asArray(after[name])
      if (JSON.stringify(old) === JSON.stringify(after[name])) continue
      asArray(old)
        .map((item, index) => ({ item, index }))
        .filter(({ item }) => !kept.some((other) => JSON.stringify(other) === JSON.stringify(item)))
        .reverse()
        .forEach(({ index }) => {
          this.access.edit({ op: 'remove', path: [...path, name, index] }, mark)
        })
    }
  }
}

/** What a function needs to take messages from a queue. Source: `compile/events/sqs.js` of osls 4.3.1. */
export const CONSUMER_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

function foreignRoleNote(key: string, statement: ConfigObject): string {
  return `The role of "${key}" is not made by this service: add ${JSON.stringify(statement)} to it. Where another stack makes the role, write a pattern for what only this one can refer to: its names begin with the name of this stack ("…:<stack>-<resource>-*").`
}

/** What goes with the last call though another function is named by it. */
function lostNote(key: string, resources: readonly string[]): string | undefined {
  if (resources.length === 0) return undefined
  const list = resources.map((text) => `"${text}"`).join(', ')
  return `"${key}" loses the permission to invoke ${list}, which no code of the repository does any more: give it back where something else needs it.`
}

/** Comments that went with a statement may be about more than it. */
function commentNote([comment]: readonly string[]): string | undefined {
  return comment && `The comment "${comment}" went with a permission to invoke: see that nothing else needs that.`
}

/** Whether a statement allows one action, and that on a list of resources which another one may join. */
function listsResourcesOf(statement: unknown, action: string): boolean {
  const { Effect, Action, Resource, ...more } = asObject(statement)
  const isBare = Object.keys(more).every((name) => name === 'Sid')
  return Effect === 'Allow' && isBare && [Action].flat().join() === action && Array.isArray(Resource)
}

function grants(statement: unknown, action: string, resource: unknown): boolean {
  const { Effect, Action, Resource, Condition } = asObject(statement)
  const covers = (list: unknown, ...items: readonly unknown[]) =>
    [list].flat().some((other) => items.some((item) => isDeepStrictEqual(other, item)))
  const [service] = action.split(':')
  return (
    Effect === 'Allow' &&
    Condition === undefined &&
    covers(Action, action, `${service}:*`, '*') &&
    covers(Resource, resource, '*')
  )
}
