import { loadConfig } from './config.ts'
import { createLog } from './log.ts'
import { type RunningModule, startModule } from './start-module.ts'

// IoT Edge and Docker wait ten seconds between SIGTERM and SIGKILL.
const mostStopMs = 8000

const log = createLog((line) => process.stdout.write(`${line}\n`))
let starting: Promise<RunningModule> | undefined
let isStopping = false

async function stop(reason: string): Promise<void> {
  if (isStopping) return
  isStopping = true
  log('info', 'module-stopping', { reason })
  setTimeout(() => process.exit(0), mostStopMs).unref()
  await (await starting?.catch(() => undefined))?.close()
  log('info', 'module-stopped')
  process.exitCode = 0
  // Whatever still holds the process (a socket that lingers, a thread that hangs) is not waited for.
  setTimeout(() => process.exit(0), 500).unref()
}

process.once('SIGTERM', () => stop('SIGTERM'))
process.once('SIGINT', () => stop('SIGINT'))
// Started by another program: without it nobody would ever stop this one.
process.once('disconnect', () => stop('parent-gone'))
process.on('unhandledRejection', (error) => {
  log('error', 'unexpected', { reason: error })
})

try {
  starting = startModule(loadConfig(process.env), log)
  await starting
} catch (error) {
  log('error', 'module-not-started', { reason: error })
  process.exitCode = 1
  setTimeout(() => process.exit(1), 500).unref()
}
