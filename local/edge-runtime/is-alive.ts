import { existsSync, readFileSync } from 'node:fs'

/** Whether a process of this number runs; one that has ended and only waits for its parent to ask does not. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    // Somebody else's process: it lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process is over and only its parent has not asked how it ended; in a container that may be never. */
function isZombie(pid: number): boolean {
  const status = `/proc/${pid}/stat`
  return existsSync(status) && /\) Z/.test(readFileSync(status, 'utf8'))
}
