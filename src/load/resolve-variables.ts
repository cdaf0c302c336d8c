import { DeploymentChoices, isOfDeployment } from './deployment-choices'
import { asObject, asString, type ConfigPath, isObject } from './document'
import {
  found,
  type Include,
  MISSING,
  type Result,
  SourceReader,
  SYMBOL,
  type VariableSources,
} from './variable-sources'
import { parseVariables, type Variable, type VariablePiece, type VariableSource } from './variables'

/** A text that is put into another one may be as long as this: variables that double each other grow without bound. */
const MAX_TEXT = 50_000

/** How many values a configuration may have once its variables are written out. */
const MAX_NODES = 500_000

/**
 * Resolves the variables of a configuration statically. A variable whose value only the deployment knows stays in the
 * text as it is written (`${ssm:/x}`): two names that contain the same one are still equal.
 */
export class VariableResolver {
  private readonly reader: SourceReader
  private readonly active: { readonly key: string; readonly raw: string }[] = []
  /** Texts that refer to themselves: one report for all that stand in one circle. */
  private readonly cyclic = new Set<string>()
  private readonly memo = new Map<string, { readonly value: unknown; readonly isChosen: boolean }>()
  private readonly choices = new DeploymentChoices()
  private nodes = 0
  private readonly reported = new Set<string>()

  constructor(private readonly sources: VariableSources) {
    this.reader = new SourceReader(sources, {
      at: (path) => this.at(path),
      has: (path) => this.shallow(path) !== undefined,
    })
  }

  /** The parts of the configuration that stand in other files, as far as they were read. */
  get includes(): readonly Include[] {
    return this.reader.includes
  }

  /** Whether another deployment may have another value at a path: a variable on the way depends on its stage or options. */
  isChosen(path: ConfigPath): boolean {
    return this.choices.decide(path)
  }

  /** The whole configuration, resolved. */
  all(): unknown {
    return this.at([])
  }

  /** The value at a path, resolved all the way down. */
  at(path: ConfigPath): unknown {
    return this.deep(this.shallow(path), path)
  }

  /** Walks down to a path, resolving only what stands in the way. */
  private shallow(path: ConfigPath): unknown {
    let value: unknown = this.sources.root
    for (const [index, step] of path.entries()) {
      value = this.value(value, path.slice(0, index))
      if (Array.isArray(value)) value = value[Number(step)]
      else if (isObject(value)) value = value[step]
      else return undefined
    }
    return value
  }

  private deep(raw: unknown, path: ConfigPath): unknown {
    this.nodes++
    if (this.nodes > MAX_NODES) return this.tooMuch(raw, path)
    const value = this.value(raw, path)
    if (Array.isArray(value)) return value.map((item, index) => this.deep(item, [...path, index]))
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.deep(item, [...path, key])]))
  }

  private tooMuch(raw: unknown, path: ConfigPath): unknown {
    if (this.nodes === MAX_NODES + 1) {
      this.sources.report('variable-unresolved', 'The variables expand to more than can be read.', path)
    }
    return typeof raw === 'string' ? raw : undefined
  }

  /** Resolves a value itself, not what it contains. */
  private value(raw: unknown, path: ConfigPath): unknown {
    if (typeof raw !== 'string' || !raw.includes('${')) return raw
    const key = `${path.join('\0')}\0\0${raw}`
    const known = this.memo.get(key)
    if (known) {
      this.choices.join(known.isChosen)
      return known.value
    }
    if (this.cyclic.has(raw)) return raw
    const start = this.active.findIndex((one) => one.key === key)
    if (start >= 0) {
      for (const one of this.active.slice(start)) this.cyclic.add(one.raw)
      this.sources.report('variable-cycle', `"${raw}" refers to itself.`, path)
      return raw
    }
    this.active.push({ key, raw })
    const { result: found, isChosen } = this.choices.within(() => this.string(raw, path))
    const result = this.cyclic.has(raw) ? raw : found
    this.active.pop()
    if (isChosen) this.choices.note(path)
    this.memo.set(key, { value: result, isChosen })
    return result
  }

  private string(raw: string, path: ConfigPath): unknown {
    const pieces = parseVariables(raw)
    const [only] = pieces
    if (pieces.length === 1 && only !== undefined && typeof only !== 'string') {
      const result = this.variable(only, path)
      return result.kind === 'value' ? this.value(result.value, path) : only.source
    }
    return pieces.map((piece) => this.asText(piece, path)).join('')
  }

  private asText(piece: VariablePiece, path: ConfigPath): string {
    if (typeof piece === 'string') return piece
    const result = this.variable(piece, path)
    if (result.kind !== 'value') return piece.source
    const value = this.value(result.value, path)
    const text = typeof value === 'object' ? piece.source : String(value)
    return text.length > MAX_TEXT ? piece.source : text
  }

  /** What its sources look up counts for the choice between them alone: another variable of a text chooses nothing here. */
  private variable(variable: Variable, path: ConfigPath): Result {
    return this.choices.within(() => this.firstFound(variable, path)).result
  }

  private firstFound(variable: Variable, path: ConfigPath): Result {
    let absent: string | undefined
    for (const [index, source] of variable.sources.entries()) {
      const result = this.source(source, path)
      if (result.kind === 'symbol' && !(isEnvironmentSource(source) && index < variable.sources.length - 1))
        return result
      if (result.kind === 'value' && result.value !== undefined && result.value !== null) return result
      if (source.kind === 'literal') return { kind: 'value', value: source.value }
      if (result.kind === 'missing') absent ??= result.file
    }
    if (isPlainEnvironment(variable)) return SYMBOL
    const [only, ...fallbacks] = variable.sources
    if (only && fallbacks.length === 0 && isOption(only, 'stage')) return found(this.sources.stage)
    if (only && fallbacks.length === 0 && isOption(only, 'region')) return found(this.sources.region)
    this.report(variable, absent, path)
    return MISSING
  }

  /** Once where the variable is written: whoever refers to that place has the same problem. */
  private report({ source }: Variable, absent: string | undefined, path: ConfigPath): void {
    if (this.reported.has(source) && !this.written(path)?.includes(source)) return
    this.reported.add(source)
    if (absent === undefined) {
      this.sources.report('variable-unresolved', `"${source}" cannot be resolved; it is kept as a symbol.`, path)
    } else this.sources.report('include-missing', `"${absent}" does not exist or cannot be read as data.`, path)
  }

  /** The text at a path, as written. */
  private written(path: ConfigPath): string | undefined {
    let value: unknown = this.sources.root
    for (const step of path) value = Array.isArray(value) ? value[Number(step)] : asObject(value)[step]
    return asString(value)
  }

  private source(source: VariableSource, path: ConfigPath): Result {
    if (source.kind === 'literal') return { kind: 'value', value: source.value }
    const [nested] = source.address ?? []
    if (source.type === 'nested' && nested !== undefined && typeof nested !== 'string')
      return this.variable(nested, path)
    const address = source.address?.map((piece) => this.asText(piece, path)).join('')
    const params = source.params?.map((piece) => this.asText(piece, path)).join('')
    if (isOfDeployment(source.type, address)) this.choices.join(true)
    if (address?.includes('${') || params?.includes('${')) return SYMBOL
    const written = { at: path, variable: this.active.at(-1)?.raw ?? '', isChosen: this.choices.isChosen }
    return this.reader.read(source.type, params, address, written)
  }
}

/** `${opt:stage}` without a fallback means the stage, whichever way that is decided. */
function isOption(source: VariableSource, name: string): boolean {
  return source.kind === 'source' && source.type === 'opt' && source.address?.length === 1 && source.address[0] === name
}

function isEnvironmentSource(source: VariableSource): boolean {
  return source.kind === 'source' && (source.type === 'env' || source.type === 'nested')
}

/** `${env:X}` without a fallback: nothing is wrong with it, the deployment's shell has it. */
function isPlainEnvironment(variable: Variable): boolean {
  return variable.sources.every(isEnvironmentSource)
}
