import { type ReasonCode, reasons } from '../messages/reasons'
import type { Advice, Reason, Verdict } from './advice'

export function verdict(value: Verdict, code: ReasonCode, detail?: string): Advice {
  return { verdict: value, reasons: [reason(code, detail)] }
}

export function reason(code: ReasonCode, detail?: string): Reason {
  return { code, message: detail === undefined ? reasons[code] : `${reasons[code]} ${detail}` }
}
