import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type BackOffLimits, createBackOff, laptopBackOff } from './back-off.ts'

export type RestartPolicy = 'never' | 'on-failure' | 'on-unhealthy' | 'always'

/** What a container's image and its deployment come down to: Node with arguments. */
export interface ModuleProgram {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly workingFolder: string | undefined
}

export interface ModuleOptions {
  readonly program: ModuleProgram
  readonly restartPolicy?: RestartPolicy
  readonly backOff?: BackOffLimits
  readonly onLog?: (line: string) => void
  readonly onState?: (state: ModuleState) => void
  /** Called with each process that is started for it. */
  readonly onProcess?: (pid: number) => void
}

/** As `$edgeAgent` reports it: `backoff` is the wait before a restart. */
export interface ModuleState {
  readonly status: 'running' | 'backoff' | 'stopped' | 'failed'
  readonly restartCount: number
  readonly pid: number | undefined
  readonly lastExit: string | undefined
  readonly exitCode: number
  /** ISO 8601. */
  readonly startedAt: string
  readonly exitedAt: string
  readonly restartedAt: string
}

export interface RunningModule {
  readonly state: ModuleState
  setRestartPolicy(policy: RestartPolicy): void
  /** Ends the process and starts it at once, as `RestartModule` does. */
  restart(): Promise<void>
  /** SIGTERM, ten seconds later SIGKILL, as a container is stopped. */
  close(): Promise<void>
}

const graceMs = 10_000
const endWithRuntime = fileURLToPath(new URL('./end-with-runtime.ts', import.meta.url))

/** Runs a module as a process of its own, and again when it ends and its policy says so. */
export function runModule(options: ModuleOptions): RunningModule {
  let restartPolicy = options.restartPolicy ?? 'always'
  let waitAfter = createBackOff(options.backOff ?? laptopBackOff)
  let state: ModuleState = {
    ...{ status: 'stopped', restartCount: 0, pid: undefined, lastExit: undefined, exitCode: 0 },
    ...{ startedAt: '', exitedAt: '', restartedAt: '' },
  }
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosing = false

  const become = (change: Partial<ModuleState>) => {
    state = { ...state, ...change }
    options.onState?.(state)
  }
  const start = (restartCount: number) => {
    const began = performance.now()
    const startedAt = new Date().toISOString()
    const running = spawnModule(options)
    child = running
    let problem: string | undefined
    running.once('error', (error) => {
      problem = error.message
    })
    running.once('close', (code, signal) => {
      if (child === running) child = undefined
      // As shells and Docker count an end by a signal.
      const exitCode = code ?? (signal === 'SIGKILL' ? 137 : 143)
      const lastExit = problem ?? signal ?? `exit code ${code}`
      const exit = { pid: undefined, lastExit, exitCode, exitedAt: new Date().toISOString() }
      if (isClosing) return become({ ...exit, status: 'stopped' })
      if (!mayRestart(restartPolicy, exitCode)) return become({ ...exit, status: exitCode === 0 ? 'stopped' : 'failed' })
      become({ ...exit, status: 'backoff' })
      timer = setTimeout(() => start(state.restartCount + 1), waitAfter(performance.now() - began))
    })
    if (running.pid !== undefined) options.onProcess?.(running.pid)
    become({ status: 'running', pid: running.pid, restartCount, startedAt, ...(restartCount > 0 ? { restartedAt: startedAt } : {}) })
  }
  const end = async () => {
    isClosing = true
    clearTimeout(timer)
    const running = child
    if (running === undefined) return become({ status: 'stopped', pid: undefined })
    const closed = new Promise((resolve) => running.once('close', resolve))
    running.kill('SIGTERM')
    const impatience = setTimeout(() => running.kill('SIGKILL'), graceMs)
    await closed
    clearTimeout(impatience)
  }
  start(0)
  return {
    get state() {
      return state
    },
    setRestartPolicy: (policy) => {
      restartPolicy = policy
    },
    restart: async () => {
      await end()
      isClosing = false
      waitAfter = createBackOff(options.backOff ?? laptopBackOff)
      start(state.restartCount + 1)
    },
    close: end,
  }
}

function mayRestart(policy: RestartPolicy, exitCode: number): boolean {
  if (policy === 'never') return false
  return policy === 'always' || exitCode !== 0
}

function spawnModule({ program, onLog }: ModuleOptions): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', '--import', endWithRuntime, ...program.args]
  const child = spawn(process.execPath, args, {
    cwd: program.workingFolder,
    // A container inherits nothing from its host; the path is for an `ffmpeg` that the module may be told to use.
    env: { PATH: process.env['PATH'], ORT_DISABLE_TELEMETRY: '1', ...program.environment },
    // Through the channel the module learns that we are gone, even if we were killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A Ctrl-C in the terminal must not reach the module: who started the factory stops it in order.
    detached: true,
  })
  for (const stream of [child.stdout!, child.stderr!]) createInterface(stream).on('line', (line) => onLog?.(line))
  return child
}
