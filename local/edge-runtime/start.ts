import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type BackOffLimits, createBackOff, laptopBackOff } from './back-off.ts'
import { type ModuleIdentity, moduleEnvironment } from './module-environment.ts'

export interface EdgeRuntimeOptions {
  readonly identity: ModuleIdentity
  /** What the module's image would start: a file for Node. */
  readonly program: string
  /** From the deployment. */
  readonly environment: Readonly<Record<string, string>>
  readonly workingFolder?: string
  readonly backOff?: BackOffLimits
  readonly onLog?: (line: string) => void
  readonly onState?: (state: ModuleState) => void
}

/** As `$edgeAgent` reports it: `backoff` is the wait before a restart. */
export interface ModuleState {
  readonly status: 'running' | 'backoff' | 'stopped'
  readonly restartCount: number
  readonly pid: number | undefined
  readonly lastExit: string | undefined
}

export interface EdgeRuntime {
  readonly state: ModuleState
  /** SIGTERM, ten seconds later SIGKILL, as a container is stopped. */
  close(): Promise<void>
}

const graceMs = 10_000

/** Runs a module as IoT Edge does: as a process of its own with its environment, and again whenever it ends. */
export function startEdgeRuntime(options: EdgeRuntimeOptions): EdgeRuntime {
  const waitAfter = createBackOff(options.backOff ?? laptopBackOff)
  let state: ModuleState = { status: 'stopped', restartCount: 0, pid: undefined, lastExit: undefined }
  let child: ChildProcess | undefined
  let restart: NodeJS.Timeout | undefined
  let isClosing = false

  const become = (change: Partial<ModuleState>) => {
    state = { ...state, ...change }
    options.onState?.(state)
  }
  const start = (restartCount: number) => {
    const startedAt = performance.now()
    const running = spawnModule(options)
    child = running
    const onExit = (lastExit: string) => {
      child = undefined
      if (isClosing) return become({ status: 'stopped', pid: undefined, lastExit })
      become({ status: 'backoff', pid: undefined, lastExit })
      const waitMs = waitAfter(performance.now() - startedAt)
      restart = setTimeout(() => start(state.restartCount + 1), waitMs)
    }
    running.once('close', (code, signal) => onExit(signal ?? `exit code ${code}`))
    become({ status: 'running', pid: running.pid, restartCount })
  }
  start(0)

  const close = async () => {
    isClosing = true
    clearTimeout(restart)
    const running = child
    if (running === undefined) return become({ status: 'stopped', pid: undefined })
    const closed = new Promise((resolve) => running.once('close', resolve))
    running.kill('SIGTERM')
    const impatience = setTimeout(() => running.kill('SIGKILL'), graceMs)
    await closed
    clearTimeout(impatience)
  }
  return {
    get state() {
      return state
    },
    close,
  }
}

function spawnModule(options: EdgeRuntimeOptions): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', options.program], {
    cwd: options.workingFolder,
    // A container inherits nothing from its host; the path is for an `ffmpeg` that the module may be told to use.
    env: { PATH: process.env['PATH'], ORT_DISABLE_TELEMETRY: '1', ...moduleEnvironment(options.identity, options.environment) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A Ctrl-C in the terminal must not reach the module: who started the factory stops it in order.
    detached: true,
  })
  for (const stream of [child.stdout!, child.stderr!]) createInterface(stream).on('line', (line) => options.onLog?.(line))
  return child
}
