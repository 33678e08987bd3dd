import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

export interface AzuriteOptions {
  /** Where the data lies; without it everything is in memory and gone at the end, for tests. */
  readonly folder?: string
  /** 0 = any free port. */
  readonly blobPort?: number
  readonly queuePort?: number
  readonly tablePort?: number
}

export interface RunningAzurite {
  /** For every Azure SDK and for `AzureWebJobsStorage`. */
  readonly connectionString: string
  readonly blobUrl: string
  readonly queueUrl: string
  readonly tableUrl: string
  close(): Promise<void>
}

// The account that every storage emulator has; Microsoft publishes it, so it is no secret.
export const emulatorAccount = 'devstoreaccount1'
export const emulatorKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/** Starts Azurite as a child process on loopback. Rejects with what it printed when it does not come up. */
export async function startAzurite(options: AzuriteOptions = {}): Promise<RunningAzurite> {
  const folder = options.folder
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const args = [
    require.resolve('azurite/dist/src/azurite.js'),
    ...['--blobHost', '127.0.0.1', '--queueHost', '127.0.0.1', '--tableHost', '127.0.0.1'],
    ...[
      '--blobPort',
      String(options.blobPort ?? 0),
      '--queuePort',
      String(options.queuePort ?? 0),
      '--tablePort',
      String(options.tablePort ?? 0),
    ],
    ...(folder === undefined ? ['--inMemoryPersistence'] : ['--location', folder]),
    // The SDKs speak newer API versions than Azurite knows; without the third, they are answered with 400.
    ...['--silent', '--disableTelemetry', '--skipApiVersionCheck', '--loose'],
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [blobUrl, queueUrl, tableUrl] = await listeningUrls(child)
  const account = (url: string) => `${url}/${emulatorAccount}`
  return {
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${emulatorAccount};AccountKey=${emulatorKey};` +
      `BlobEndpoint=${account(blobUrl)};QueueEndpoint=${account(queueUrl)};TableEndpoint=${account(tableUrl)};`,
    blobUrl: account(blobUrl),
    queueUrl: account(queueUrl),
    tableUrl: account(tableUrl),
    close: () => end(child),
  }
}

function listeningUrls(child: ChildProcess): Promise<[string, string, string]> {
  return new Promise((resolve, reject) => {
    let output = ''
    const onData = (data: Buffer) => {
      output += data
      const find = (service: string) =>
        new RegExp(`Azurite ${service} service is successfully listening at (http://\\S+)`).exec(output)?.[1]
      const [blob, queue, table] = [find('Blob'), find('Queue'), find('Table')]
      if (blob && queue && table) resolve([blob, queue, table])
    }
    child.stdout?.on('data', onData)
    child.stderr?.on('data', onData)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Azurite ended with code ${code}: ${output.trim()}`)))
  })
}

/** Azurite writes its tables to disk every few seconds and once more when it is asked to stop. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000)
    child.once('exit', () => {
      clearTimeout(impatience)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
