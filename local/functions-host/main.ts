// In an app's folder: node …/local/functions-host/main.ts start [--port N] [--data DIR]
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { splitOrigins } from './app/local-settings.ts'
import { loadDoor } from './http/platform-door.ts'
import { redact } from './invocation/redact.ts'
import { createLinePrinter } from './print-lines.ts'
import { startFunctionsHost } from './start.ts'

const usage = `Usage: main.ts start [options], in the folder of a function app
  --port N         7071 unless local.settings.json says another
  --data DIR       where state is kept (.sightloop/functions-host)
  --app DIR        the app's folder (the current one)
  --entry FILE     instead of "main" of package.json
  --cors ORIGINS   allowed origins with commas between, or *
  --identity FILE  a module with createDoor(stateFolder): who sends a request
  --check-keys     refuse requests without the key that authLevel asks for`

try {
  await main()
} catch (error) {
  console.error(redact(error instanceof Error ? error.message : String(error)))
  process.exit(1)
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      app: { type: 'string' },
      entry: { type: 'string' },
      cors: { type: 'string' },
      identity: { type: 'string' },
      'check-keys': { type: 'boolean' },
    },
  })
  if (positionals[0] !== 'start') {
    console.error(usage)
    process.exit(1)
  }
  const appFolder = resolve(values.app ?? '.')
  const stateFolder = resolve(values.data ?? `${appFolder}/.sightloop/functions-host`)
  // Files that an app reads by a relative path lie beside its host.json.
  process.chdir(appFolder)
  const printer = createLinePrinter(process.stdout)
  // What was logged just before an app crashes is what its developer needs.
  process.on('exit', printer.flush)
  const host = await startFunctionsHost({
    appFolder,
    stateFolder,
    log: printer.print,
    checkKeys: values['check-keys'] ?? false,
    ...(values.port !== undefined && { port: Number(values.port) }),
    ...(values.entry !== undefined && { entry: values.entry }),
    ...(values.cors !== undefined && { cors: { origins: splitOrigins(values.cors), allowsCredentials: false } }),
    ...(values.identity !== undefined && { door: await loadDoor(resolve(values.identity), stateFolder) }),
  })

  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C means it.
      if (isStopping) process.exit(130)
      isStopping = true
      void host.stop().finally(() => process.exit(0))
    })
  }
}
