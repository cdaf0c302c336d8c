import { ts } from 'ts-morph'
import type { Edit } from '../edit/edit'
import type { SourceModule } from '../syntax/module'
import type { Range } from '../syntax/nodes'
import { type SourceStyle, sourceStyle } from '../syntax/style'
import type { DeadDeclaration } from './dead-code'
import { declaredNodes } from './declarations'
import type { LoadTest } from './load-effects'

/** The composition of one file while it is made: what is dead, what took its place, and the edits so far. */
export class FileComposition {
  readonly edits: Edit[] = []
  readonly style: SourceStyle
  /** Dead declarations and statements whose text something new took over. */
  readonly replaced = new Set<ts.Node>()

  constructor(
    readonly module: SourceModule,
    readonly dead: readonly DeadDeclaration[],
    private readonly sites: readonly number[],
    private readonly mustLoad: LoadTest,
  ) {
    this.style = sourceStyle(module)
  }

  push(range: Range, text: string, rule: string, reason: string): void {
    this.edits.push({ file: this.module.file, ...range, text, rule, reason, sites: this.sites })
  }

  insert(at: number, text: string, rule: string, reason: string): void {
    this.push({ start: at, end: at }, text, rule, reason)
  }

  /** Puts a statement where a dead one stood. */
  replace(statement: ts.Node, text: string, rule: string, reason: string): void {
    this.push({ start: statement.getStart(this.module.ast), end: statement.end }, text, rule, reason)
  }

  isDead(node: ts.Node): boolean {
    return this.dead.some((entry) => entry.node === node)
  }

  /** Whether every name that a statement declares is dead. */
  isWhollyDead(statement: ts.Node): boolean {
    const declared = declaredNodes(statement)
    return declared.length > 0 && declared.every((node) => this.isDead(node))
  }

  /** What stays of an import that dies but whose module does something when it is loaded: `import 'x'`, `require('x')`. */
  bareImport(statement: ts.Node): string | undefined {
    const specifiers = this.mustLoad(this.module, statement)
    if (specifiers.length === 0) return undefined
    const mark = this.style.quote === 'single' ? "'" : '"'
    const end = this.module.text[statement.end - 1] === ';' ? ';' : ''
    const bare = specifiers.map((specifier) => {
      const source = `${mark}${specifier}${mark}`
      return (ts.isImportDeclaration(statement) ? `import ${source}` : `require(${source})`) + end
    })
    return bare.join(this.style.eol)
  }

  /** A statement, ended as the file ends its statements. */
  terminated(text: string): string {
    return this.style.semicolons && !text.endsWith(';') ? `${text};` : text
  }
}
