import { ts } from 'ts-morph'
import type { Splice } from '../../../edit/piece-table'
import type { ConfigPath } from '../../../load/document'
import { Evaluator } from '../../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../../syntax/module'
import { parse } from '../../../syntax/parse'
import { folderOf } from '../../../workspace/paths'
import { CannotEdit } from '../cannot-edit'
import type { ConfigChange } from '../config-change'
import type { ConfigEditor, ConfigSplice, CurrentFiles } from '../config-editor'
import { actionOf } from '../literal/action'
import { LiteralText } from '../literal/edit'
import { entriesOf } from '../literal/positions'
import { literalStyle } from '../literal/style'
import { LiteralFinder } from './find'
import type { Entry, Found } from './found'
import { References } from './resolve'
import { checkType } from './typed-root'
import { unusedAfter } from './unused'

/** Edits `serverless.ts` and `serverless.js`: the object literals that they export, and those that they import. */
export const editSource: ConfigEditor = ({ file }, change, files) => {
  const program = files.program()
  const module = program.module(file)
  if (!module) throw new CannotEdit(`${file} cannot be read`)
  const finder = new LiteralFinder(new Evaluator(program, folderOf(file)))
  const root = new References(program).exported(module, 'default')
  return new SourceEditor(files, finder, root).apply(change)
}

class SourceEditor {
  constructor(
    private readonly files: CurrentFiles,
    private readonly finder: LiteralFinder,
    private readonly root: Found,
  ) {}

  apply(change: ConfigChange): ConfigSplice[] {
    if (change.op === 'remove') return this.remove(change.path, change.keep ?? 0)
    const { found, entry, rest } = this.finder.descend(this.root, change.path)
    if (found.kind === 'module') throw new CannotEdit(`the place is all exports of ${found.module.file}`)
    const action = actionOf(change, found.node, rest)
    if (action.kind === 'replace') {
      if (!entry) throw new CannotEdit(`the place is all of ${found.module.file}`)
      return this.in(entry.module, (text) => [text.replace(entry.container, entry.index, action.value)])
    }
    if (action.kind === 'add-element')
      return this.in(found.module, (text) => text.addElement(action.node, action.value))
    const { node, key, value, place } = action
    // a map or list that is made here would hide the one that code may bring
    if ((rest.length > 1 || change.op === 'append') && this.finder.isOpen(found.module, node))
      throw new CannotEdit(`a part of "${change.path.slice(0, -rest.length).join('.')}" is made by code`)
    if (rest.length === change.path.length) checkType(node, key)
    const least = this.finder.lastSpread(node)
    return this.in(found.module, (text) => text.addProperty(node, key, value, place, least))
  }

  private remove(path: ConfigPath, keep: number): ConfigSplice[] {
    const { entry, rest } = this.finder.descend(this.root, path)
    if (!entry || rest.length > 0) throw new CannotEdit(`there is no ${path.join('.')}`)
    const { module, container, index } = entry
    if (ts.isObjectLiteralExpression(container) && this.finder.isOpen(module, container))
      throw new CannotEdit(`a part of "${path.slice(0, -1).join('.')}" is made by code, and may have it too`)
    if (entriesOf(container).length === 1 && path.length > 1 && path.length - 1 > keep) {
      const parent = this.finder.descend(this.root, path.slice(0, -1)).entry
      if (!parent || !isWrittenIn(parent, container))
        throw new CannotEdit(`nothing would be left of "${path.slice(0, -1).join('.')}", which has a name of its own`)
      return this.remove(path.slice(0, -1), keep)
    }
    const item = entriesOf(container)[index] as ts.Node
    return this.in(module, (text) => [...text.remove(container, index), ...unusedAfter(module, item)])
  }

  private in(module: SourceModule, edit: (text: LiteralText) => Splice[]): ConfigSplice[] {
    const { file } = module
    const original = this.files.original(file)
    const style = literalStyle({ text: original, ast: parse({ file, text: original }), isJson: false })
    return edit(new LiteralText(module.ast, module.text, style)).map((splice) => ({ file, ...splice }))
  }
}

/** Whether a literal stands at its entry, rather than being meant by a name. */
function isWrittenIn({ container, index }: Entry, literal: ts.Node): boolean {
  const entry = entriesOf(container)[index] as ts.Node
  return entry.getSourceFile() === literal.getSourceFile() && entry.pos <= literal.pos && literal.end <= entry.end
}
