/** A slice of a list. `cursor` is opaque to callers; undefined means that the list is at its end. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly cursor: string | undefined
}

/** A value as it was read, with the version that a change of it must name (an ETag). */
export interface Versioned<T> {
  readonly value: T
  readonly version: string
}
