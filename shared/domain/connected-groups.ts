/**
 * Puts things into groups: two things are in one group if they share a key, directly or through others.
 *
 * @param keysOf The keys of each thing
 * @returns The number of each thing's group; groups are numbered 0, 1, 2 … by their first member
 */
export function connectedGroups(keysOf: readonly (readonly string[])[]): number[] {
  const parents = keysOf.map((_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    while (parents[root] !== root) root = parents[root]!
    // Hang everything on the way directly below the root: the next look is short.
    for (let at = index; at !== root; ) {
      const next = parents[at]!
      parents[at] = root
      at = next
    }
    return root
  }
  const firstOf = new Map<string, number>()
  keysOf.forEach((keys, index) => {
    for (const key of keys) {
      const first = firstOf.get(key)
      if (first === undefined) firstOf.set(key, index)
      else parents[rootOf(index)] = rootOf(first)
    }
  })
  const numbers = new Map<number, number>()
  return keysOf.map((_, index) => {
    const root = rootOf(index)
    const number = numbers.get(root) ?? numbers.size
    numbers.set(root, number)
    return number
  })
}
