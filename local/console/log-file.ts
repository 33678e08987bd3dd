import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs'

export interface LogFile {
  write(line: string): void
  close(): void
}

const mostBytes = 5_000_000

/** A log that never takes more than twice five megabytes: a full file becomes FILE.1 in place of the one before. */
export function openLogFile(path: string): LogFile {
  let file = openSync(path, 'a', 0o600)
  let bytes = fstatSync(file).size
  return {
    write: (line) => {
      const text = `${line}\n`
      bytes += Buffer.byteLength(text)
      if (bytes > mostBytes) {
        closeSync(file)
        renameSync(path, `${path}.1`)
        file = openSync(path, 'a', 0o600)
        bytes = Buffer.byteLength(text)
      }
      writeSync(file, text)
    },
    close: () => closeSync(file),
  }
}
