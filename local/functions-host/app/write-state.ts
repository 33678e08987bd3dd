import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'

/** Replaces a file as a whole: after a kill at any point it holds the old state or the new one, never half of one. */
export function writeState(file: string, state: unknown): void {
  const temporary = `${file}.new`
  const descriptor = openSync(temporary, 'w', 0o600)
  writeSync(descriptor, JSON.stringify(state, undefined, 2))
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(temporary, file)
}
