import type { OutwardCall } from './local-aws'

/** A call as it is compared: which function made it is no part of it. */
export function textOf({ by: _, ...call }: OutwardCall): string {
  return JSON.stringify(call)
}

/** Whether one list of calls begins with all of another; side by side, whether it has them all. */
export function isStart(start: readonly OutwardCall[], all: readonly OutwardCall[], isSideBySide: boolean): boolean {
  if (isSideBySide) return isPart(start, all)
  return start.every((call, index) => textOf(call) === (all[index] && textOf(all[index])))
}

/** Whether one list of calls has all of another, each as often at least. */
export function isPart(part: readonly OutwardCall[], all: readonly OutwardCall[]): boolean {
  const left = all.map(textOf)
  return part.every((call) => {
    const index = left.indexOf(textOf(call))
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  })
}
