/**
 * The strongly connected components of a graph that can be reached from `root`, each after those that it leads to
 * (Tarjan, without recursion: call graphs of real code are deep).
 */
export function components<T>(root: T, next: (node: T) => readonly T[], isDone: (node: T) => boolean): T[][] {
  const found: T[][] = []
  const order = new Map<T, number>()
  const lowest = new Map<T, number>()
  const open: T[] = []
  const isOpen = new Set<T>()
  const work: { node: T; targets: readonly T[]; at: number }[] = []

  const enter = (node: T): void => {
    order.set(node, order.size)
    lowest.set(node, order.get(node) ?? 0)
    open.push(node)
    isOpen.add(node)
    work.push({ node, targets: next(node).filter((target) => !isDone(target)), at: 0 })
  }
  const lower = (node: T, to: number | undefined): void => {
    lowest.set(node, Math.min(lowest.get(node) ?? 0, to ?? 0))
  }
  const leave = (node: T): void => {
    if (lowest.get(node) !== order.get(node)) return
    const members = open.splice(open.indexOf(node))
    for (const member of members) isOpen.delete(member)
    found.push(members)
  }

  if (!isDone(root)) enter(root)
  for (let top = work.at(-1); top; top = work.at(-1)) {
    const target = top.targets[top.at]
    top.at += 1
    if (target === undefined) {
      work.pop()
      leave(top.node)
      const parent = work.at(-1)
      if (parent) lower(parent.node, lowest.get(top.node))
    } else if (!order.has(target)) enter(target)
    else if (isOpen.has(target)) lower(top.node, order.get(target))
  }
  return found
}
