import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { killGroup } from './process-group.ts'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'
import type { ProgramOutcome } from './program-outcome.ts'

export interface ProgramSpec {
  /** Program and arguments; there is no shell. */
  readonly command: readonly string[]
  readonly folder: string
  /** All of it; nothing of ours is added. */
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly memoryBytes: number
  /** Output and errors are appended to it. */
  readonly logFile: string
}

const supervisor = fileURLToPath(new URL('./supervise.ts', import.meta.url))

/**
 * Runs a program under a watching process and resolves when it and all that came of it is gone.
 *
 * @param note Called with the processes as they come: the watcher before the program exists, so that whoever comes after
 * a crash of this service knows whom to wait for
 */
export async function runSupervised(
  spec: ProgramSpec,
  note: (processes: readonly ProcessIdentity[]) => void,
  signal: AbortSignal,
): Promise<ProgramOutcome> {
  const watcher = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', supervisor], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Ctrl-C in a terminal must not reach it: it ends when we say so, or are gone.
    detached: true,
    env: { PATH: process.env['PATH'] },
  })
  let program: ProcessIdentity | undefined
  let outcome: ProgramOutcome | undefined
  const gone = new Promise<void>((resolve, reject) => {
    watcher.once('error', reject)
    watcher.once('close', () => resolve())
  })
  watcher.stdin.on('error', () => {})
  const self = watcher.pid === undefined ? undefined : identify(watcher.pid)
  createInterface(watcher.stdout).on('line', (line) => {
    const said = JSON.parse(line) as { pid?: number; outcome?: ProgramOutcome }
    if (said.outcome !== undefined) outcome = said.outcome
    if (said.pid === undefined) return
    program = identify(said.pid)
    if (program !== undefined && self !== undefined) note([self, program])
  })
  const end = () => void watcher.stdin.end()
  signal.addEventListener('abort', end)
  if (self !== undefined) note([self])
  if (signal.aborted) end()
  else watcher.stdin.write(`${JSON.stringify(spec)}\n`)
  await gone
  signal.removeEventListener('abort', end)
  // A watcher that was killed could not do it.
  if (program !== undefined && outcome === undefined) await endProcesses([program], 0)
  return outcome ?? { exitCode: undefined, signal: undefined, ended: 'cancelled', detail: 'The process that watched it was ended.' }
}

const usualPatienceMs = 5000
const lookEveryMs = 50

/** Makes sure that what a killed service left is gone. The watcher ends its program by itself; it only gets time for that. */
export async function endProcesses(processes: readonly ProcessIdentity[], patienceMs = usualPatienceMs): Promise<void> {
  const [watcher] = processes
  for (let waited = 0; watcher !== undefined && isAlive(watcher) && waited < patienceMs; waited += lookEveryMs) await pause()
  for (const each of processes) {
    if (isAlive(each)) killGroup(each.pid)
    while (isAlive(each)) await pause()
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lookEveryMs))
}
