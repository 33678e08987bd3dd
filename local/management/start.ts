import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequestListener } from './create-request-listener.ts'
import type { Provider } from './provider.ts'

export interface ManagementOptions {
  /** 0 = any free port, the default. */
  readonly port?: number
  /** The bearer token that every request must carry. */
  readonly token: string
  /** By namespace: `{ 'Microsoft.MachineLearningServices': … }`. They are closed with the service. */
  readonly providers: Readonly<Record<string, Provider>>
  readonly log?: (line: string) => void
}

export interface RunningManagement {
  readonly url: string
  close(): Promise<void>
}

/** Azure Resource Manager on loopback: one door, and behind it a provider for each namespace. */
export async function startManagement(options: ManagementOptions): Promise<RunningManagement> {
  const all = Object.entries(options.providers)
  const providers = new Map(all.map(([namespace, provider]) => [namespace.toLowerCase(), provider]))
  const closeAll = () => Promise.all(all.map(([, provider]) => provider.close()))
  const server = createServer(createRequestListener({ token: options.token, providers, log: options.log ?? console.error }))
  try {
    server.listen(options.port ?? 0, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    await closeAll()
    throw error
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      await closeAll()
    },
  }
}
