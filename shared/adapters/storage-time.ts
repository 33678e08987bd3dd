import type { StorageTime } from '../ports.ts'
import type { Storage } from './storage.ts'

/** From the `Date` header of an answer, exact to the second. */
export function createStorageTime(storage: Storage): StorageTime {
  return async () => {
    const { date } = await storage.inContainer('spill', (container, abortSignal) => container.getProperties({ abortSignal }))
    if (date === undefined) throw new Error('The answer of the storage service has no date.')
    return date
  }
}
