import { createServer } from 'node:net'

// In the order of their ports: the first has the port that was asked for.
const services = {
  api: 'review API',
  outbox: 'outbox of SMS and e-mail',
  scoring: 'scoring endpoint of the edge module',
  camera: 'simulated camera',
  hub: 'IoT Hub',
  events: 'IoT Hub events',
  blob: 'blob storage',
  queue: 'queue storage',
  table: 'table storage',
  registry: 'container registry',
  management: 'management API (training and image builds)',
  telemetry: 'traces and measures',
} as const

export type PortName = keyof typeof services
export type Ports = Readonly<Record<PortName, number>>

export function planPorts(first: number): Ports {
  return Object.fromEntries(Object.keys(services).map((name, i) => [name, first + i])) as unknown as Ports
}

/** The sentence for the first port that somebody else has, or undefined when all are free. */
export async function findTakenPort(ports: Ports): Promise<string | undefined> {
  for (const [name, port] of Object.entries(ports) as [PortName, number][]) {
    const code = port > 65_535 ? 'ERANGE' : await tryPort(port)
    if (code === undefined) continue
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`
    const last = Math.max(...Object.values(ports))
    return `Port ${port} (${services[name]}) ${why}. Stop that program, or choose other ports with --port N; ${ports.api} to ${last} are used now.`
  }
  return undefined
}

function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)))
  })
}
