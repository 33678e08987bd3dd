import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

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

/** Modules that Node is to load before Azurite's program. */
export const azuritePreloads: readonly string[] = [fileURLToPath(new URL('./whole-characters.ts', import.meta.url))]

/** What Node is to run: Azurite's program and its flags. */
export function azuriteArguments({ folder, blobPort = 0, queuePort = 0, tablePort = 0 }: AzuriteOptions): string[] {
  return [
    require.resolve('azurite/dist/src/azurite.js'),
    ...['--blobHost', '127.0.0.1', '--queueHost', '127.0.0.1', '--tableHost', '127.0.0.1'],
    ...['--blobPort', String(blobPort), '--queuePort', String(queuePort), '--tablePort', String(tablePort)],
    ...(folder === undefined ? ['--inMemoryPersistence'] : ['--location', folder]),
    // The SDKs speak newer API versions than Azurite knows; without the third, they are answered with 400.
    ...['--silent', '--disableTelemetry', '--skipApiVersionCheck', '--loose'],
  ]
}

/** For every Azure SDK and for `AzureWebJobsStorage`, given the addresses that Azurite printed. */
export function azuriteConnectionString([blobUrl, queueUrl, tableUrl]: AzuriteUrls): string {
  return (
    `DefaultEndpointsProtocol=http;AccountName=${emulatorAccount};AccountKey=${emulatorKey};` +
    `BlobEndpoint=${account(blobUrl)};QueueEndpoint=${account(queueUrl)};TableEndpoint=${account(tableUrl)};`
  )
}

export type AzuriteUrls = readonly [blob: string, queue: string, table: string]

/** Finds in what Azurite printed where it listens; undefined until all three services do. */
export function findAzuriteUrls(output: string): AzuriteUrls | undefined {
  const find = (service: string) => new RegExp(`Azurite ${service} service is successfully listening at (http://\\S+)`).exec(output)?.[1]
  const [blob, queue, table] = [find('Blob'), find('Queue'), find('Table')]
  return blob && queue && table ? [blob, queue, table] : undefined
}

function account(url: string): string {
  return `${url}/${emulatorAccount}`
}

/** Starts Azurite as a child process on loopback. Rejects with what it printed when it does not come up. */
export async function startAzurite(options: AzuriteOptions = {}): Promise<RunningAzurite> {
  if (options.folder !== undefined) mkdirSync(options.folder, { recursive: true })
  const child = spawn(process.execPath, [...azuritePreloads.flatMap((file) => ['--import', file]), ...azuriteArguments(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const urls = await listeningUrls(child)
  const [blobUrl, queueUrl, tableUrl] = urls
  return {
    connectionString: azuriteConnectionString(urls),
    blobUrl: account(blobUrl),
    queueUrl: account(queueUrl),
    tableUrl: account(tableUrl),
    close: () => end(child),
  }
}

function listeningUrls(child: ChildProcess): Promise<AzuriteUrls> {
  return new Promise((resolve, reject) => {
    let output = ''
    const onData = (data: Buffer) => {
      output += data
      const urls = findAzuriteUrls(output)
      if (urls !== undefined) resolve(urls)
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
