import type { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { placeOf } from '../../syntax/parse'

/** What a function may do besides computing its answer, or need besides its argument. */
export const EFFECT_LABELS = [
  /** It may throw, as far as can be told without types. */
  'throw',
  /** It changes its event, or a part of it: an invocation gives it a copy. */
  'mutates-argument',
  /** It changes a variable or a value of the module. */
  'mutates-outer',
  /** It changes a global, or a built-in prototype. */
  'mutates-global',
  /** It reads what may differ from one process to the next: module state. */
  'reads-outer-state',
  /** It reads a variable of the environment; `name` is the variable. */
  'environment',
  /** It uses the context, or the callback, of its own invocation; `name` is the property. */
  'context',
  'clock',
  'random',
  /** It reads the locale or the time zone. */
  'locale',
  'log',
  /** It leaves work behind that goes on when it has answered. */
  'floating',
  'file-read',
  'file-write',
  'process',
  'network',
  /** `name` is the service, and the operation where it is known: `s3.GetObject`. */
  'aws',
  /** It changes settings that all users of a package share; `name` is the package. */
  'package-configuration',
  'dynamic-code',
  'native',
  /** It is not known what it does; `what` says why. */
  'unknown',
] as const

export type EffectLabel = (typeof EFFECT_LABELS)[number]

export interface Effect {
  readonly label: EffectLabel
  readonly name?: string
  /** The package in whose code it was found: `node_modules/x`. */
  readonly through?: string
  /** In words, as the rest of a sentence: `it reads the file system`. */
  readonly what: string
  readonly file: string
  /** 1-based. */
  readonly line: number
}

/**
 * Effects that are the same wherever the function runs, or that move along with it. A change of the event is one of them:
 * whoever calls the function gives it a copy, as the invocation did.
 */
const MOVING: ReadonlySet<EffectLabel> = new Set([
  'throw',
  'mutates-argument',
  'environment',
  'clock',
  'random',
  'locale',
  'log',
])

/** Whether an effect ties a function to its own Lambda, or may: what is not known does. */
export function isBinding({ label }: Effect): boolean {
  return isBindingLabel(label)
}

export function isBindingLabel(label: EffectLabel): boolean {
  return !MOVING.has(label)
}

/**
 * What a function has to do with the world outside of its Lambda, by the plain test "no reads of buckets, no writes of
 * tables, no calls to other services": `unknown` where something of it is not known.
 */
export type OutsideUse = 'none' | 'some' | 'unknown'

const OUTSIDE: ReadonlySet<EffectLabel> = new Set(['aws', 'network'])
const MAY_REACH_OUT: ReadonlySet<EffectLabel> = new Set(['unknown', 'dynamic-code', 'native', 'process'])

export function outsideUse(effects: readonly Effect[]): OutsideUse {
  if (effects.some(({ label }) => OUTSIDE.has(label))) return 'some'
  return effects.some(({ label }) => MAY_REACH_OUT.has(label)) ? 'unknown' : 'none'
}

/** What an effect is, without its place. */
export interface Use {
  readonly label: EffectLabel
  readonly name?: string | undefined
  readonly through?: string | undefined
  readonly what: string
}

export function effectAt(module: SourceModule, node: ts.Node, { label, name, through, what }: Use): Effect {
  const { line } = placeOf(module.ast, node.getStart(module.ast))
  return {
    label,
    ...(name !== undefined && { name }),
    ...(through !== undefined && { through }),
    what,
    file: module.file,
    line,
  }
}

/** What tells two effects apart in a summary: the same effect in two places is listed once. */
export function effectKey({ label, name, what }: Use): string {
  return `${label}\0${name ?? ''}\0${label === 'unknown' ? what : ''}`
}
