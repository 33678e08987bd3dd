import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { json } from 'node:stream/consumers'

/** Whether a case can be held on one core, as on a small device. */
export const canPin = existsSync('/usr/bin/taskset')

/**
 * Runs a script of this folder in a process of its own, so that its memory, threads and core are its own. It reads the case
 * as its first argument and prints one line of JSON.
 */
export async function runCase<Result>(script: URL, what: object, isPinned = false): Promise<Result> {
  const args = [script.pathname, JSON.stringify(what)]
  const [command, all] = isPinned && canPin ? ['/usr/bin/taskset', ['-c', '0', process.execPath, ...args]] : [process.execPath, args]
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'inherit'] })
  return (await json(child.stdout)) as Result
}
