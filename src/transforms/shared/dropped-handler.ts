import { wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import type { FileChange } from '../file-change'
import { exportMentions } from './export-mentions'
import type { HandlerForm } from './handler-form'

/** The file without the handler. */
export function droppedHandler(module: SourceModule, form: HandlerForm): FileChange {
  const reason = 'The handler goes with its function.'
  const ranges = [wholeLines(module, form.statement), ...exportMentions(module, form).ranges]
  return { module, edits: ranges.map((range) => ({ ...range, text: '', reason })), imports: [], declarations: [] }
}
