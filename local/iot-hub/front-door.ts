import type { Server as HttpServer } from 'node:http'
import { createServer, type TLSSocket } from 'node:tls'
import type { ServerCertificate } from './certificates.ts'

/** Who takes a connection, by the protocol that its first bytes speak. */
export interface Protocols {
  mqtt(socket: TLSSocket): void
  amqp(socket: TLSSocket): void
  readonly http: HttpServer
}

export interface FrontDoor {
  readonly port: number
  close(): Promise<void>
}

// An MQTT connection begins with a CONNECT packet (MQTT 3.1.1, 3.1.1), an AMQP one with its name (AMQP 1.0, 2.2).
const mqttConnect = 0x10
const amqpHeader = 'AMQP'

const silenceMs = 30_000

/**
 * One TLS port for MQTT, HTTPS and AMQP: the real hub has one host name with a well-known port for each, and a
 * connection string has room for one port only.
 */
export async function openFrontDoor(port: number, { key, certificate }: ServerCertificate, protocols: Protocols): Promise<FrontDoor> {
  // Without noDelay a busy broker's small packets wait for each other.
  const server = createServer({ key, cert: certificate, noDelay: true })
  const sockets = new Set<TLSSocket>()

  server.on('secureConnection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', ignoreReset)
    socket.setTimeout(silenceMs, () => socket.destroy())
    const greet = () => {
      const first = socket.read() as Buffer | null
      if (first === null) return
      socket.removeListener('readable', greet)
      socket.removeAllListeners('timeout').setTimeout(0)
      socket.unshift(first)
      if (first[0] === mqttConnect) protocols.mqtt(socket)
      else if (first.toString('latin1', 0, amqpHeader.length) === amqpHeader) protocols.amqp(socket)
      else protocols.http.emit('connection', socket)
    }
    socket.on('readable', greet)
  })
  // A client that does not trust the certificate, or speaks no TLS, is its own problem.
  server.on('tlsClientError', ignoreReset)

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', backlog: 4096 }, resolve)
  })
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function ignoreReset(): void {}
