import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { connect, type TLSSocket } from 'node:tls'
import mqttPacket from 'mqtt-packet'
import type { BrokerFacts } from './broker.ts'

/** What the parent asks for, one after another. */
export type Command =
  | { readonly kind: 'connect'; readonly facts: BrokerFacts; readonly count: number }
  | { readonly kind: 'saturate'; readonly ms: number; readonly inFlight: number }
  | { readonly kind: 'pace'; readonly ms: number; readonly perSecond: number }

export interface Outcome {
  readonly seconds: number
  readonly messages: number
  /** Milliseconds from publish to acknowledgement. */
  readonly latencies: readonly number[]
}

interface Device {
  publish(): Promise<void>
}

// As many connections are under way at a time as a plant that comes back from a power cut would have.
const connectsAtOnce = 20
const payload = Buffer.from(JSON.stringify({ temperature: 41.2 }).padEnd(500, ' '))

/** The devices: as cheap as a Node process can have them, so that the broker is what is measured. */
export function runDevices(): void {
  let devices: Device[] = []
  process.on('message', async (command: Command) => {
    const startedAt = performance.now()
    if (command.kind === 'connect') devices = await connectAll(command.facts, command.count)
    const latencies =
      command.kind === 'connect' ? [] : command.kind === 'saturate' ? await saturate(devices, command) : await pace(devices, command)
    process.send?.({ seconds: (performance.now() - startedAt) / 1000, messages: latencies.length, latencies } satisfies Outcome)
  })
  process.once('disconnect', () => process.exit())
}

async function connectAll(facts: BrokerFacts, count: number): Promise<Device[]> {
  const ca = readFileSync(facts.certificateFile, 'utf8')
  const devices: Device[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next++
      devices[index] = await connectOne(facts, ca, index)
    }
  }
  await Promise.all(Array.from({ length: connectsAtOnce }, worker))
  return devices
}

async function saturate(devices: readonly Device[], { ms, inFlight }: { ms: number; inFlight: number }): Promise<number[]> {
  const latencies: number[] = []
  const endsAt = performance.now() + ms
  let next = 0
  const worker = async () => {
    while (performance.now() < endsAt) latencies.push(await timed(devices[next++ % devices.length]))
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return latencies
}

async function pace(devices: readonly Device[], { ms, perSecond }: { ms: number; perSecond: number }): Promise<number[]> {
  const startedAt = performance.now()
  const sending: Promise<number>[] = []
  while (performance.now() < startedAt + ms) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond)
    while (sending.length < due) sending.push(timed(devices[sending.length % devices.length]))
    await wait(1)
  }
  return Promise.all(sending)
}

async function timed(device: Device | undefined): Promise<number> {
  const startedAt = performance.now()
  await device?.publish()
  return performance.now() - startedAt
}

function connectOne(facts: BrokerFacts, ca: string, index: number): Promise<Device> {
  const id = `device-${index}`
  const socket = connect({ host: '127.0.0.1', port: facts.port, ca, servername: 'localhost', noDelay: true } as never)
  const username = `localhost:${facts.port}/${id}/?api-version=2021-04-12`
  const password = Buffer.from(tokenOf(`localhost:${facts.port}/devices/${id}`, facts.keys[index] ?? ''))
  const hello = {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: id,
    keepalive: 180,
    username,
    password,
  } as const
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('secureConnect', () => socket.write(mqttPacket.generate(hello)))
    const publish = publisher(socket, id, () => resolve({ publish }))
  })
}

/** Sends a packet made once with only its number changed, and finds the acknowledgements without a parser. */
function publisher(socket: TLSSocket, id: string, onConnected: () => void): () => Promise<void> {
  const topic = `devices/${id}/messages/events/%24.ct=application%2Fjson&type=inference`
  const packet = mqttPacket.generate({ cmd: 'publish', topic, payload, qos: 1, messageId: 1, dup: false, retain: false })
  const numberAt = packet.length - payload.length - 2
  const waiting = new Map<number, () => void>()
  let number = 0
  let rest = Buffer.alloc(0)
  socket.on('data', (data) => {
    const bytes = rest.length === 0 ? data : Buffer.concat([rest, data])
    let at = 0
    // Only CONNACK and PUBACK come, each four bytes long.
    for (; at + 4 <= bytes.length; at += 4) {
      if (bytes[at] === 0x20) onConnected()
      else acknowledge(bytes.readUInt16BE(at + 2))
    }
    rest = Buffer.from(bytes.subarray(at))
  })
  const acknowledge = (acknowledged: number) => {
    waiting.get(acknowledged)?.()
    waiting.delete(acknowledged)
  }
  return () =>
    new Promise((resolve) => {
      number = (number % 65_000) + 1
      const copy = Buffer.from(packet)
      copy.writeUInt16BE(number, numberAt)
      waiting.set(number, resolve)
      socket.write(copy)
    })
}

function tokenOf(resource: string, key: string): string {
  const expiry = Math.floor(Date.now() / 1000) + 3600
  const sr = encodeURIComponent(resource)
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(`${sr}\n${expiry}`).digest('base64')
  return `SharedAccessSignature sr=${sr}&sig=${encodeURIComponent(signature)}&se=${expiry}`
}
