import { changedTexts } from '../../compose/changed-workspace'
import { type Composition, compose } from '../../compose/compose'
import { isTypeScript } from '../../syntax/source-file'
import type { CallTypes, Proposal, Refusal } from '../../transforms/transform'
import { overlay } from '../../workspace/overlay'
import type { Analysis } from '../analyze'
import { TypeChecker } from './type-checker'
import type { TypeFault } from './type-faults'

/** A proposal that the compiler would find fault with, and what takes its place. */
export interface Retyped {
  readonly proposal: Proposal
  /** The same with other types, or with fewer calls; `undefined` where nothing is left of it. */
  readonly instead: Proposal | undefined
  /** Why the calls that it lost are left alone. */
  readonly refusal: Refusal | undefined
}

/** How the types of a call may be told, the least first. */
const WAYS: readonly CallTypes[] = [
  { result: true, args: [] },
  ...[0, 1, 2].map((index): CallTypes => ({ result: false, args: [index] })),
  { result: false, args: 'all' },
  { result: true, args: 'all' },
]

/** More calls of one file are not tried one by one. */
const MAX_TRIED = 20

/**
 * Sees that rewrites bring no type error that was not there. Function calls have types where `JSON.parse` gave `any`: the
 * result of a call gets its old type back, or its arguments do. Where that does not help, the call is left alone.
 */
export class TypeGuard {
  private checker: TypeChecker | undefined
  private sound: ReadonlyMap<string, string | null> = new Map()

  constructor(private readonly analysis: Analysis) {}

  /** The first proposal with which the compiler would find fault; `undefined` where there is none. */
  firstFault({ accepted }: Composition, texts: ReadonlyMap<string, string | null>): Retyped | undefined {
    const files = [...new Set(accepted.filter(isTyped).flatMap(touched))].filter(isTypeScript)
    if (files.length === 0 || files.every((file) => this.sound.get(file) === texts.get(file))) return undefined
    const [fault] = this.faults(accepted, texts, files)
    if (!fault) {
      this.sound = texts
      return undefined
    }
    return this.mend(accepted, fault)
  }

  /** What the compiler finds that it does not find without the proposals that are guarded. */
  private faults(
    proposals: readonly Proposal[],
    texts: ReadonlyMap<string, string | null>,
    files: readonly string[],
  ): TypeFault[] {
    const { context, imports } = this.analysis
    this.checker ??= new TypeChecker(context.workspace, context.program, imports)
    const others = proposals.filter((proposal) => !isTyped(proposal))
    const before = others.length > 0 ? overlay(context.workspace, this.texts(others)) : context.workspace
    // what is wrong in a file that goes may be wrong in the one that its code goes to
    const gone = [...texts].flatMap(([file, text]) => (text === null && isTypeScript(file) ? [file] : []))
    return this.checker.newFaults(before, overlay(context.workspace, texts), [...new Set([...files, ...gone])])
  }

  private texts(proposals: readonly Proposal[]): Map<string, string | null> {
    const { context, services, sites } = this.analysis
    return changedTexts(context.workspace, compose(context.workspace, services, sites, proposals))
  }

  private mend(accepted: readonly Proposal[], fault: TypeFault): Retyped | undefined {
    const { sites } = this.analysis
    const count = (proposals: readonly Proposal[]) =>
      this.faults(proposals, this.texts(proposals), proposals.filter(isTyped).flatMap(touched).filter(isTypeScript))
        .length
    // where it takes more than the rewrites of one file, a type comes from another
    const near = accepted.filter((proposal) => touched(proposal).includes(fault.owedTo))
    const isNear = count(near) > 0
    const touching = isNear ? near : accepted
    const now = count(touching)
    const guarded = touching.filter(isTyped)
    const calls = guarded.flatMap((proposal) =>
      proposal.sites
        .filter((index) => !isNear || sites[index]?.module.file === fault.owedTo)
        .map((index) => ({ proposal, index })),
    )
    for (const { proposal, index } of calls.slice(0, MAX_TRIED)) {
      for (const way of WAYS) {
        const instead = proposal.retyped?.(index, way)
        if (!instead || count(touching.map((other) => (other === proposal ? instead : other))) >= now) continue
        return { proposal, instead, refusal: undefined }
      }
    }
    for (const { proposal, index } of calls.slice(0, MAX_TRIED)) {
      const instead = proposal.without?.(index)
      if (!instead || count(touching.map((other) => (other === proposal ? instead : other))) >= now) continue
      return { proposal, instead, refusal: this.refusal(proposal, fault) }
    }
    const cause = guarded.find((proposal) => count(touching.filter((other) => other !== proposal)) < now)
    const culprit = cause ?? calls.at(-1)?.proposal ?? guarded.at(-1)
    return culprit && { proposal: culprit, instead: undefined, refusal: this.refusal(culprit, fault) }
  }

  private refusal(proposal: Proposal, { file, owedTo, code, message }: TypeFault): Refusal {
    const { sites } = this.analysis
    const own = proposal.sites.map((index) => sites[index])
    const site = own.find((one) => one?.module.file === owedTo) ?? own[0]
    return {
      code: isOfIds(proposal, message) ? 'fifo-expression' : 'type-errors',
      message: `The compiler would find fault with ${file}: ${message} (TS${code}).`,
      file: site?.module.file ?? file,
      line: site?.line ?? 1,
    }
  }
}

/** What the compiler is asked about: a state machine has no types. */
function isTyped({ transform }: Proposal): boolean {
  return transform !== 'step-functions'
}

/** Whether what does not fit are the ids of a message: all else of it is a text. */
function isOfIds({ obligations }: Proposal, message: string): boolean {
  return obligations.some(({ code }) => code === 'fifo-order') && /not assignable to (parameter of )?type/.test(message)
}

function touched({ files, created }: Proposal): string[] {
  return [...files.map(({ module }) => module.file), ...created.map(({ file }) => file)]
}
