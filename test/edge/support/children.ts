import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Processes that a process has started and that still run; Linux tells them in /proc. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isChild(name, pid))
    .map(Number)
}

/** Ends when there is no child any more; a killed process is gone a moment after it was told. */
export async function noChildrenLeft(pid: number): Promise<void> {
  while (childrenOf(pid).length > 0) await sleep(10)
}

function isChild(name: string, parent: number): boolean {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
    // The name of the program stands in brackets and may hold anything; state and parent follow it.
    const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return parentPid === String(parent) && state !== 'Z'
  } catch {
    return false
  }
}
