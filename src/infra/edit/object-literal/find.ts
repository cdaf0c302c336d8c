import { ts } from 'ts-morph'
import type { ConfigPath } from '../../../load/document'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import { exportsObject } from '../../../syntax/evaluate/modules'
import type { Value } from '../../../syntax/evaluate/value'
import type { SourceModule } from '../../../syntax/module'
import { propertyName } from '../../../syntax/nodes'
import { CannotEdit } from '../cannot-edit'
import { isNothing } from '../literal/action'
import type { Entry, Found } from './found'
import { References } from './resolve'

/** How far a path leads: the deepest node that exists, the entry that it is, and the steps that are left. */
export interface Descent {
  readonly found: Found
  readonly entry: Entry | undefined
  readonly rest: ConfigPath
}

/**
 * Walks a path through object and array literals: through names, imports, and spreads whose keys are known.
 * @throws CannotEdit where code decides what stands there.
 */
export class LiteralFinder {
  constructor(private readonly evaluator: Evaluator) {}

  descend(root: Found, path: ConfigPath): Descent {
    let found = root
    let entry: Entry | undefined
    for (const [index, step] of path.entries()) {
      if (found.kind === 'module') {
        found = this.references().exported(found.module, String(step))
        entry = undefined
        continue
      }
      const child = this.child(found, step)
      if (!child) return { found, entry, rest: path.slice(index) }
      entry = child
      found = child.value
    }
    return { found, entry, rest: [] }
  }

  /** Whether a literal may have keys that cannot be told: those of a spread of code, or computed ones. */
  isOpen(module: SourceModule, node: ts.ObjectLiteralExpression): boolean {
    return node.properties.some((property) => this.keysOf(module, property) === undefined)
  }

  /** Index of the last spread or computed key of a literal: what stands behind it wins. */
  lastSpread({ properties }: ts.ObjectLiteralExpression): number {
    return properties.findLastIndex((property) => !property.name || propertyName(property.name) === undefined)
  }

  private references(): References {
    return new References(this.evaluator.program)
  }

  private child(found: Extract<Found, { kind: 'expression' }>, step: string | number): Entry | undefined {
    const { module, node } = found
    if (ts.isObjectLiteralExpression(node)) return this.property(module, node, String(step))
    if (ts.isArrayLiteralExpression(node)) return this.element(module, node, Number(step))
    if (isNothing(node)) return undefined
    throw new CannotEdit(`"${oneLine(node.getText(module.ast))}" is no literal map or list`)
  }

  private property(module: SourceModule, node: ts.ObjectLiteralExpression, key: string): Entry | undefined {
    for (let index = node.properties.length - 1; index >= 0; index--) {
      const property = node.properties[index] as ts.ObjectLiteralElementLike
      const keys = this.keysOf(module, property)
      // it may have the key, and it would win
      if (keys === undefined) {
        if (!this.has(module, node, key, index)) continue
        throw new CannotEdit(`"${oneLine(property.getText(module.ast))}" may overwrite "${key}"`)
      }
      if (!keys.has(key)) continue
      if (ts.isSpreadAssignment(property)) {
        const source = this.references().resolve(module, property.expression)
        if (source.kind === 'expression' && ts.isObjectLiteralExpression(source.node))
          return this.property(source.module, source.node, key)
        throw new CannotEdit(`"${key}" comes from "${oneLine(property.getText(module.ast))}"`)
      }
      return { module, container: node, index, value: this.valueOf(module, property) }
    }
    return undefined
  }

  /** Whether a property before an index has a key. */
  private has(module: SourceModule, node: ts.ObjectLiteralExpression, key: string, before: number): boolean {
    return node.properties.slice(0, before).some((property) => this.keysOf(module, property)?.has(key))
  }

  private valueOf(module: SourceModule, property: ts.ObjectLiteralElementLike): Found {
    if (ts.isPropertyAssignment(property)) return this.references().resolve(module, property.initializer)
    if (ts.isShorthandPropertyAssignment(property)) return this.references().resolve(module, property.name)
    throw new CannotEdit(`"${oneLine(property.getText(module.ast))}" is code`)
  }

  /** The keys that a property brings; `undefined` where that is not known. */
  private keysOf(module: SourceModule, property: ts.ObjectLiteralElementLike): ReadonlySet<string> | undefined {
    if (ts.isSpreadAssignment(property)) return this.keysIn(this.evaluator.evaluate(module, property.expression))
    const name = property.name && propertyName(property.name)
    if (name !== undefined) return new Set([name])
    if (!property.name || !ts.isComputedPropertyName(property.name)) return undefined
    const key = this.evaluator.evaluate(module, property.name.expression)
    return key.kind === 'literal' ? new Set([String(key.value)]) : undefined
  }

  private keysIn(value: Value): ReadonlySet<string> | undefined {
    if (value.kind === 'literal') return new Set()
    if (value.kind === 'object') return value.open ? undefined : new Set(value.properties.keys())
    if (value.kind === 'namespace') return this.keysIn(exportsObject(this.evaluator, value.module))
    if (value.kind !== 'one-of') return undefined
    const all = value.values.map((choice) => this.keysIn(choice))
    return all.some((keys) => keys === undefined) ? undefined : new Set(all.flatMap((keys) => [...(keys ?? [])]))
  }

  /** An index counts what spreads bring. */
  private element(module: SourceModule, node: ts.ArrayLiteralExpression, step: number): Entry | undefined {
    let left = step
    for (const [index, element] of node.elements.entries()) {
      if (!ts.isSpreadElement(element)) {
        if (left === 0) return { module, container: node, index, value: this.references().resolve(module, element) }
        left--
        continue
      }
      const value = this.evaluator.evaluate(module, element.expression)
      if (value.kind !== 'array' || value.open)
        throw new CannotEdit(`"${oneLine(element.getText(module.ast))}" may be any number of items`)
      if (left < value.elements.length) {
        const source = this.references().resolve(module, element.expression)
        if (source.kind === 'expression' && ts.isArrayLiteralExpression(source.node))
          return this.element(source.module, source.node, left)
        throw new CannotEdit(`the item comes from "${oneLine(element.getText(module.ast))}"`)
      }
      left -= value.elements.length
    }
    return undefined
  }
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}
