// npm start: a factory and its cloud on this machine.
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ApiError } from './console/api.ts'
import { DataFolderError, openDataFolder } from './console/data-folder.ts'
import { parseOptions, UsageError, usage } from './console/options.ts'
import { findTakenPort, planPorts } from './console/ports.ts'
import { whyNotHere } from './console/refuse-production.ts'
import type { RunningConsole, Screen } from './console/run-console.ts'
import { ServiceError } from './console/service.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  process.exitCode = await main()
} catch (error) {
  const isExpected = [UsageError, DataFolderError, ServiceError, ApiError].some((kind) => error instanceof kind)
  console.error(isExpected ? (error as Error).message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2), process.cwd())
  if (options === 'help') {
    console.log(usage)
    return 0
  }
  const refusal = whyNotHere(process.env)
  if (refusal !== undefined) return refuse(refusal)
  const data = await openDataFolder(options.dataFolder, options.isReset, console.log)
  try {
    const taken = await findTakenPort(planPorts(options.port))
    if (taken !== undefined) return refuse(taken)
    const signal = askedToStop()
    // Loaded only now: help and refusals should not wait for the SDKs.
    const { runConsole } = await import('./console/run-console.ts')
    const running = await startUnlessStopped(() => runConsole(root, options, data, screen(options.isQuiet), signal), signal)
    if (running !== undefined) {
      if (!signal.aborted) await once(signal, 'abort')
      console.log('Stopping …')
      await running.stop()
    }
    return 0
  } finally {
    data.release()
  }
}

function refuse(why: string): number {
  console.error(why)
  return 1
}

/** Aborted by Ctrl-C or a signal. Who asks twice means it: the services notice that we are gone and end by themselves. */
function askedToStop(): AbortSignal {
  const asked = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (asked.signal.aborted ? process.exit(130) : asked.abort()))
  }
  return asked.signal
}

/** Undefined when somebody stopped it while it started; then nothing runs any more. */
async function startUnlessStopped(start: () => Promise<RunningConsole>, signal: AbortSignal): Promise<RunningConsole | undefined> {
  try {
    return await start()
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

function screen(isQuiet: boolean): Screen {
  const time = () => new Date(performance.timeOrigin + performance.now()).toLocaleTimeString('en-GB')
  return {
    say: (text) => console.log(text),
    event: (line) => {
      if (!isQuiet) console.log(`${time()}  ${line}`)
    },
    trouble: (line) => console.error(`${time()}  ! ${line}`),
  }
}
