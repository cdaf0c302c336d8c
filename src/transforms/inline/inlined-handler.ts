import type { CallbackAnswers } from '../../analysis/callback/answers'
import type { FoundHandler } from '../shared/handler-form'

/** A handler whose logic is called as a function. */
export interface InlinedHandler extends FoundHandler {
  /** How it answers, where it does so by its callback or its context. */
  readonly answers: CallbackAnswers | undefined
}

/** Whether a handler answers by its callback or its context, and not with what it returns. */
export function hasExits({ answers }: { readonly answers: CallbackAnswers | undefined }): boolean {
  return answers !== undefined && answers.exits.length > 0
}
