/** What is remembered of things that are named by a hash, in a few bytes each. */
export interface HashTable {
  /** @returns undefined where nothing was set */
  get(hash: string): number | undefined
  /** @param value 0 to 2³² − 1 */
  set(hash: string, value: number): void
  values(): Iterable<number>
}

const emptySlot = 0n

/**
 * A map from the first 64 bits of a hash in hex to a small number: 12 bytes a slot, where a `Map` takes about ten times that.
 * Two of a million hashes agree in 64 bits once in 37 million tables.
 */
export function createHashTable(slots = 1024): HashTable {
  let keys = new BigUint64Array(slots)
  let values = new Uint32Array(slots)
  let used = 0

  const slotOf = (key: bigint) => {
    let slot = Number(key % BigInt(keys.length))
    while (keys[slot] !== emptySlot && keys[slot] !== key) slot = (slot + 1) % keys.length
    return slot
  }
  const grow = () => {
    const [oldKeys, oldValues] = [keys, values]
    keys = new BigUint64Array(oldKeys.length * 2)
    values = new Uint32Array(oldKeys.length * 2)
    oldKeys.forEach((key, index) => {
      if (key === emptySlot) return
      const slot = slotOf(key)
      keys[slot] = key
      values[slot] = oldValues[index]!
    })
  }
  return {
    get: (hash) => {
      const slot = slotOf(keyOf(hash))
      return keys[slot] === emptySlot ? undefined : values[slot]
    },
    set: (hash, value) => {
      const key = keyOf(hash)
      let slot = slotOf(key)
      if (keys[slot] === emptySlot) {
        // Beyond two thirds, looking for a free slot takes long.
        if (++used * 3 > keys.length * 2) {
          grow()
          slot = slotOf(key)
        }
        keys[slot] = key
      }
      values[slot] = value
    },
    *values() {
      for (const [index, key] of keys.entries()) if (key !== emptySlot) yield values[index]!
    },
  }
}

// A hash of zeros alone would look like an empty slot.
function keyOf(hash: string): bigint {
  return BigInt(`0x${hash.slice(0, 16)}`) || 1n
}
