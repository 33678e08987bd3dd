import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type TLSSocket } from 'node:tls'
import { Aedes } from 'aedes'
import mqttPacket from 'mqtt-packet'
import { loadCertificate } from '../../local/iot-hub/certificates.ts'
import { startIotHub } from '../../local/iot-hub/start.ts'

export type BrokerKind = 'aedes' | 'hub' | 'parser'

/** What the devices need to know; sent to the parent when the broker is ready. */
export interface BrokerFacts {
  readonly port: number
  readonly certificateFile: string
  /** Base64 keys by device; empty where nobody is asked. */
  readonly keys: readonly string[]
}

/** Answers to the parent's questions. */
export interface Usage {
  readonly cpuMs: number
  readonly rssBytes: number
}

export async function runBroker(kind: BrokerKind, deviceCount: number): Promise<void> {
  const facts = kind === 'hub' ? await startHub(deviceCount) : await startPeer(kind)
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() } satisfies Usage)
  })
  process.once('disconnect', () => process.exit())
  process.send?.(facts)
}

async function startHub(deviceCount: number): Promise<BrokerFacts> {
  const hub = await startIotHub()
  process.once('SIGTERM', () => void hub.close().then(() => process.exit()))
  const access = await Promise.all(Array.from({ length: deviceCount }, (_, index) => hub.ensureDevice(`device-${index}`)))
  const keys = access.map(({ connectionString }) => connectionString.replace(/.*SharedAccessKey=/, ''))
  return { port: Number(hub.hostName.split(':')[1]), certificateFile: hub.certificateFile, keys }
}

async function startPeer(kind: 'aedes' | 'parser'): Promise<BrokerFacts> {
  const { key, certificate, authorityFile } = await loadCertificate(mkdtempSync(join(tmpdir(), 'bench-broker-')))
  const onConnection = kind === 'aedes' ? (await Aedes.createBroker({ maxClientsIdLength: 128 })).handle : acknowledgeAll
  const server = createServer({ key, cert: certificate, noDelay: true }, onConnection)
  server.on('tlsClientError', () => {})
  process.once('SIGTERM', () => process.exit())
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve))
  return { port: (server.address() as { port: number }).port, certificateFile: authorityFile, keys: [] }
}

/** The ceiling for any broker on this parser: it routes nothing, knows nobody and acknowledges at once. */
function acknowledgeAll(socket: TLSSocket): void {
  const parser = mqttPacket.parser()
  parser.on('packet', (packet) => {
    if (packet.cmd === 'connect') socket.write(mqttPacket.generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }))
    else if (packet.cmd === 'publish' && packet.messageId !== undefined)
      socket.write(mqttPacket.generate({ cmd: 'puback', messageId: packet.messageId } as never))
  })
  socket.on('error', () => {})
  socket.on('data', (data) => {
    socket.cork()
    parser.parse(data)
    socket.uncork()
  })
}
