import { inspect } from 'node:util'

/**
 * An object whose properties are computed when somebody reads them. To its reader it is a plain object: keys, spread,
 * JSON and printing are those of one.
 */
export function lazyRecord<T>(makers: Record<string, () => T>): Record<string, T> {
  const record: Record<string, T> = {}
  for (const name of Object.keys(makers)) {
    const replace = (value: T) => Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true })
    Object.defineProperty(record, name, {
      enumerable: true,
      configurable: true,
      set: replace,
      get: () => {
        const value = makers[name]!()
        replace(value)
        return value
      },
    })
  }
  return Object.defineProperty(record, inspect.custom, { value: () => ({ ...record }), enumerable: false })
}
