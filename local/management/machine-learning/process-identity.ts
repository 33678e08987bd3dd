import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process id alone may have gone to another program meanwhile; with its start time it is unique until the machine restarts. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startedAt: string
}

export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = startOf(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

/** Whether that very process still runs. One that only waits to be collected by its parent does not. */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return startOf(pid) === startedAt
}

function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return startOnLinux(pid)
    if (process.platform === 'win32') return process.kill(pid, 0) ? 'unknown' : undefined
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

// Ticks since the machine started are the same for two processes after a restart of it, hence the boot's own id.
function startOnLinux(pid: number): string | undefined {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ')
  if (fields[0] === 'Z') return undefined
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}/${fields[19]}`
}
