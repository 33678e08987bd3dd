import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface LogLine {
  readonly level: string
  readonly event: string
  readonly [field: string]: unknown
}

export interface ModuleProcess {
  readonly child: ChildProcess
  readonly lines: readonly LogLine[]
  /** Everything that was written to both outputs. */
  text(): string
  /** Resolves with the first line for this event, also if it was written before. */
  until(event: string): Promise<LogLine>
  /** Resolves with exit code or signal. */
  readonly exited: Promise<number | NodeJS.Signals | null>
}

const program = fileURLToPath(new URL('../../edge/main.ts', import.meta.url))

/** Starts the edge module as IoT Edge does: with an environment of its own and nothing else. */
export function startModuleProcess(environment: Readonly<Record<string, string>>, withParent = false): ModuleProcess {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: withParent ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  })
  return followModule(child)
}

/** Reads what a module says, however it was started. */
export function followModule(child: ChildProcess): ModuleProcess {
  const told = new EventEmitter()
  const lines: LogLine[] = []
  let errors = ''
  child.stderr!.on('data', (data) => {
    errors += data
  })
  createInterface(child.stdout!).on('line', (line) => {
    lines.push(JSON.parse(line))
    told.emit('line')
  })
  const exited = once(child, 'exit').then(([code, signal]) => {
    told.emit('line')
    return (signal ?? code) as number | NodeJS.Signals | null
  })
  return {
    child,
    lines,
    exited,
    text: () => lines.map((line) => JSON.stringify(line)).join('\n') + errors,
    async until(event) {
      for (;;) {
        const line = lines.find((candidate) => candidate.event === event)
        if (line !== undefined) return line
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`The module ended before ${event}: ${errors}${JSON.stringify(lines)}`)
        await once(told, 'line')
      }
    },
  }
}
