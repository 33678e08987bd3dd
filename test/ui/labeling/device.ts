import type { KeyValues } from '../../../ui/screens/labeling/work/kept.ts'

/** What a browser keeps for a page. */
export function createDevice(): KeyValues {
  const values = new Map<string, string>()
  return {
    get length() {
      return values.size
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  }
}
