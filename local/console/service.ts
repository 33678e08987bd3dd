import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createBackOff, laptopBackOff } from '../edge-runtime/back-off.ts'
import type { LogFile } from './log-file.ts'
import { servicePatienceMs } from './service-patience.ts'

export interface ServiceOptions<Facts> {
  /** As people read it. */
  readonly name: string
  readonly program: string
  /** Modules that Node loads before it. */
  readonly preloads?: readonly string[]
  readonly args?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly workingFolder?: string
  /** First line on its standard input, for what must not stand in a command line. */
  readonly input?: string
  /** Finds in a line that the service is ready, and what it said about itself. */
  readonly ready: (line: string) => Facts | undefined
  readonly log: LogFile
  readonly onLine?: (line: string) => void
  /** Called with each process that is started for it; what it answers is called when that process is gone. */
  readonly onProcess?: (pid: number) => () => void
  /** Ends the service while it starts; afterwards `stop` does. */
  readonly signal: AbortSignal
  /** It ended without having been asked to and is started again. */
  readonly onLoss?: (sentence: string) => void
}

export interface Service<Facts> {
  readonly name: string
  readonly facts: Facts
  readonly pid: number | undefined
  /** SIGTERM, and SIGKILL when that does not help. */
  stop(): Promise<void>
}

/** A service that did not come up; the message holds its own last words. */
export class ServiceError extends Error {}

const endWithParent = fileURLToPath(new URL('./end-with-parent.ts', import.meta.url))

/**
 * Starts a service as a process of its own and resolves when it says that it is ready. Should it end later, it is started
 * again with the same options; ports and files are the same, so those who use it find it again.
 * Rejects with its last lines when it ends before it was ready.
 */
export async function startService<Facts>(options: ServiceOptions<Facts>): Promise<Service<Facts>> {
  options.signal.throwIfAborted()
  const waitAfter = createBackOff(laptopBackOff)
  let run = launch(options)
  let restart: NodeJS.Timeout | undefined
  let isStopping = false

  const watch = () => {
    const startedAt = performance.now()
    run.gone.then((why) => {
      if (isStopping) return
      const waitMs = waitAfter(performance.now() - startedAt)
      options.onLoss?.(`${options.name} ended (${why}); it is started again in ${waitMs / 1000} s.`)
      restart = setTimeout(() => {
        run = launch(options)
        run.ready.catch(() => {})
        watch()
      }, waitMs)
    })
  }
  const giveUp = () => void run.child.kill('SIGTERM')
  options.signal.addEventListener('abort', giveUp)
  const facts = await run.ready.finally(() => options.signal.removeEventListener('abort', giveUp))
  watch()
  return {
    name: options.name,
    facts,
    get pid() {
      return run.child.pid
    },
    stop: async () => {
      isStopping = true
      clearTimeout(restart)
      const impatience = setTimeout(() => run.child.kill('SIGKILL'), servicePatienceMs)
      run.child.kill('SIGTERM')
      await run.gone
      clearTimeout(impatience)
    },
  }
}

interface Run<Facts> {
  readonly child: ChildProcess
  readonly ready: Promise<Facts>
  /** Resolves with the reason when the process and all that it wrote has come to its end. */
  readonly gone: Promise<string>
}

function launch<Facts>(options: ServiceOptions<Facts>): Run<Facts> {
  // Who reads its own input also notices its end by itself.
  const own = options.input === undefined ? [endWithParent] : []
  const preloads = [...own, ...(options.preloads ?? [])].flatMap((file) => ['--import', file])
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...preloads, options.program, ...(options.args ?? [])], {
    cwd: options.workingFolder,
    env: { ...process.env, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C in a terminal must reach the console alone: it stops the services in order.
    detached: true,
  })
  child.stdin!.on('error', () => {})
  if (options.input !== undefined) child.stdin!.write(`${options.input}\n`)
  const lastLines: string[] = []
  let isReady = false
  const forget = child.pid === undefined ? undefined : options.onProcess?.(child.pid)
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => {
      forget?.()
      resolve(signal ?? `exit code ${code}`)
    })
  })
  const ready = new Promise<Facts>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface(stream).on('line', (line) => {
        const facts = isReady ? undefined : options.ready(line)
        // What a service says about itself when it is ready may hold its keys.
        options.log.write(facts === undefined ? line : `${options.name} is ready`)
        options.onLine?.(line)
        lastLines.push(line)
        if (lastLines.length > 12) lastLines.shift()
        if (facts === undefined) return
        isReady = true
        resolve(facts)
      })
    }
    gone.then((why) => reject(new ServiceError(`${options.name} did not start (${why}):\n${lastLines.join('\n')}`)))
  })
  return { child, ready, gone }
}

/** For services that print one line of JSON when they are ready. */
export function readyJson<Facts>(line: string): Facts | undefined {
  return line.startsWith('{') ? (JSON.parse(line) as Facts) : undefined
}
