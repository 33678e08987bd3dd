import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const pageBytes = 4096

/** Ends every process of a group at once; a group that is gone is fine. */
export function killGroup(leader: number): void {
  try {
    if (process.platform === 'win32') execFileSync('taskkill', ['/pid', String(leader), '/T', '/F'], { stdio: 'ignore' })
    else process.kill(-leader, 'SIGKILL')
  } catch {
    // There is none left.
  }
}

/** Memory of a process and all that came of it, in bytes. 0 where the platform does not say. */
export function groupMemoryBytes(leader: number): number {
  if (process.platform === 'linux') return sum(readLinuxProcesses(), leader)
  if (process.platform === 'win32') return 0
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,rss='], { encoding: 'utf8' }).trim().split('\n')
  return sum(
    lines.map((line) => {
      const [pid, parent, group, kilobytes] = line.trim().split(/\s+/).map(Number)
      return { pid: pid!, parent: parent!, group: group!, bytes: kilobytes! * 1024 }
    }),
    leader,
  )
}

interface Process {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly bytes: number
}

/** Children may have made groups of their own; those whose parent is gone are still in the leader's. */
function sum(all: readonly Process[], leader: number): number {
  const members = new Set([leader])
  let size = 0
  while (size !== members.size) {
    size = members.size
    for (const { pid, parent, group } of all) if (group === leader || members.has(parent)) members.add(pid)
  }
  return all.filter(({ pid }) => members.has(pid)).reduce((total, { bytes }) => total + bytes, 0)
}

function readLinuxProcesses(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The second field is the program's name in brackets, which may hold anything.
        const fields = readFileSync(`/proc/${name}/stat`, 'latin1')
          .replace(/^.*\) /s, '')
          .split(' ')
        return [{ pid: Number(name), parent: Number(fields[1]), group: Number(fields[2]), bytes: Number(fields[21]) * pageBytes }]
      } catch {
        // It has ended meanwhile.
        return []
      }
    })
}
