import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { promisify } from 'node:util'

/** What a process that reads untrusted video may take. */
export interface ProcessLimits {
  /** Of all its life. */
  readonly cpuSeconds: number
  readonly addressSpaceBytes: number
}

const prlimit = process.platform === 'linux' ? ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path)) : undefined

/**
 * Starts a program with an array of arguments, no shell, nothing of our environment, low priority and, where Linux has
 * `prlimit`, limits of the kernel: processor time, address space, no byte to any file and no core dump.
 */
export function spawnLimited(program: string, args: readonly string[], limits: ProcessLimits, pipes = 3): ChildProcess {
  const cpu = Math.ceil(limits.cpuSeconds)
  const bounds = [`--cpu=${cpu}:${cpu + 5}`, `--as=${limits.addressSpaceBytes}`, '--fsize=0', '--core=0']
  const [command, all] = prlimit === undefined ? [program, args] : [prlimit, [...bounds, '--', program, ...args]]
  // Windows finds its own libraries by its variable; glibc would take 64 MB of addresses for each thread.
  const env = process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : { MALLOC_ARENA_MAX: '2' }
  const child = spawn(command, all, { env, stdio: Array.from({ length: pipes }, () => 'pipe' as const), windowsHide: true })
  lowerPriority(child.pid)
  return child
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already.
  }
}

export interface Use {
  readonly rssBytes: number
  readonly cpuSeconds: number | undefined
}

const clockTicksPerSecond = 100
const pageBytes = 4096

/** What a process takes now. Undefined when it is gone, or where the platform does not say (Windows). */
export async function readUse(pid: number): Promise<Use | undefined> {
  try {
    if (process.platform === 'linux') return readProc(pid)
    if (process.platform === 'win32') return undefined
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
    return { rssBytes: Number(stdout.trim()) * 1024, cpuSeconds: undefined }
  } catch {
    return undefined
  }
}

function readProc(pid: number): Use {
  // The second field is the program's name in brackets, which may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ')
  const rss = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * pageBytes
  return { rssBytes: rss, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond }
}

export interface Watch {
  /** Why the process was ended, where we did it. */
  readonly reason: string | undefined
  stop(): void
}

const lookEveryMs = 250

/** How the reason is worded. */
const decoding = { doing: 'Decoding it', who: 'The decoder' }

/** Ends a process that takes more memory or processor time than it may from now on, or says nothing for too long. */
export function watchProcess(
  child: ChildProcess,
  most: { rssBytes: number; cpuSeconds: number; isStalled: () => boolean },
  { doing, who } = decoding,
): Watch {
  let reason: string | undefined
  let cpuBefore: number | undefined
  let isStopped = false
  const end = (why: string) => {
    reason ??= why
    child.kill('SIGKILL')
  }
  const look = async () => {
    const use = child.pid === undefined ? undefined : await readUse(child.pid)
    if (isStopped || reason !== undefined) return
    cpuBefore ??= use?.cpuSeconds
    if (use !== undefined && use.rssBytes > most.rssBytes) end(`${doing} took more than ${Math.round(most.rssBytes / 1e6)} MB of memory.`)
    else if ((use?.cpuSeconds ?? 0) - (cpuBefore ?? 0) > most.cpuSeconds) end(`${doing} took more than ${Math.round(most.cpuSeconds)} s.`)
    else if (most.isStalled()) end(`${who} said nothing for too long.`)
  }
  void look()
  const timer = setInterval(look, lookEveryMs)
  return {
    get reason() {
      return reason
    },
    stop: () => {
      isStopped = true
      clearInterval(timer)
    },
  }
}
