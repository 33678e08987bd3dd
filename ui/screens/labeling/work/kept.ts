/** Things that must outlast the page, each under a key of its own: two windows do not overwrite each other's. */
export interface Kept<Value> {
  /** The same array as long as nothing changed. */
  list(): readonly Value[]
  find(id: string): Value | undefined
  put(id: string, value: Value): void
  remove(id: string): void
  subscribe(onChange: () => void): () => void
}

export type KeyValues = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>

/** @param place What the keys begin with; a person's own, for a device may have several people */
export function createKept<Value>(storage: KeyValues, place: string): Kept<Value> {
  const prefix = `${place}/`
  const values = new Map<string, Value>()
  const listeners = new Set<() => void>()
  let all: readonly Value[] = []
  const changed = () => {
    all = [...values.values()]
    for (const listener of listeners) listener()
  }
  for (let index = 0; index < storage.length; index += 1) {
    const key = storage.key(index)!
    const value = key.startsWith(prefix) ? parse<Value>(storage.getItem(key)) : undefined
    if (value !== undefined) values.set(key.slice(prefix.length), value)
  }
  changed()
  return {
    list: () => all,
    find: (id) => values.get(id),
    put: (id, value) => {
      values.set(id, value)
      try {
        storage.setItem(prefix + id, JSON.stringify(value))
      } catch {
        // The device is full: it is kept as long as the page is open, which is the best there is.
      }
      changed()
    },
    remove: (id) => {
      storage.removeItem(prefix + id)
      if (values.delete(id)) changed()
    },
    subscribe: (onChange) => {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}

function parse<Value>(text: string | null): Value | undefined {
  try {
    return text === null ? undefined : (JSON.parse(text) as Value)
  } catch {
    return undefined
  }
}
