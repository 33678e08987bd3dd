import { fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../shared/domain/faults.ts'

/**
 * Whoever waits for a job in a cloud reads this file from the storage that is mounted there, which has what was flushed.
 *
 * @throws Fault `setting-invalid` when there can be no such file
 */
export function openProgressFile(path: string | undefined): (line: string) => void {
  if (path === undefined) return () => {}
  const file = open(path)
  return (line) => {
    writeSync(file, `${line}\n`)
    fsyncSync(file)
  }
}

function open(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true })
    return openSync(path, 'a')
  } catch (cause) {
    throw new Fault('setting-invalid', `--progress ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
