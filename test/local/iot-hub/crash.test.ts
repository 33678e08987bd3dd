import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { messageOf, openDevice, openRaw, openRegistry, partitionWithEvents, readEvents, tokenOf } from './clients.ts'

interface HubFacts {
  readonly hostName: string
  readonly serviceConnectionString: string
  readonly eventsConnectionString: string
  readonly eventHubName: string
  readonly certificateFile: string
  readonly devices: Record<string, string>
}

const folder = mkdtempSync(join(tmpdir(), 'hub-crash-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function startProcess(...flags: string[]): Promise<{ hub: HubFacts; child: ChildProcess }> {
  const args = ['local/iot-hub/main.ts', '--folder', folder, '--device', 'camera-1', ...flags]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) return { hub: JSON.parse(line), child }
  throw new Error('the hub ended before it was ready')
}

test('what the hub acknowledged is there after kill -9, and a reader goes on from its offset', async () => {
  const first = await startProcess()
  const client = await openRaw(first.hub, 'camera-1', tokenOf(first.hub.devices['camera-1'] ?? ''))
  client.on('error', () => {})
  const acknowledged: string[] = []
  const sending = Array.from({ length: 400 }, (_, index) =>
    client.publishAsync('devices/camera-1/messages/events/', `event-${index}`, { qos: 1 }).then(
      () => acknowledged.push(`event-${index}`),
      () => {},
    ),
  )
  await Promise.all(sending.slice(0, 200))
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  await client.endAsync(true)
  const promised = [...acknowledged]
  assert.ok(promised.length >= 200)

  // The end of a write that the crash cut off.
  const segments = readdirSync(join(folder, 'events'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'))
  const largest = segments.map((name) => join(folder, 'events', name)).sort((a, b) => statSync(b).size - statSync(a).size)[0] ?? ''
  appendFileSync(largest, Buffer.from([0, 0, 1, 0, 7, 7, 7]))

  const second = await startProcess()
  try {
    const partition = await partitionWithEvents(second.hub)
    const events = await readEvents(second.hub, { count: promised.length, partition })
    const texts = new Set(events.map(({ text }) => text))
    assert.deepEqual(
      promised.filter((text) => !texts.has(text)),
      [],
    )
    const stopped = events[99]
    const rest = await readEvents(second.hub, { count: promised.length - 100, partition, from: { offset: stopped?.offset ?? '' } })
    assert.equal(rest[0]?.sequenceNumber, 100)

    const again = await openDevice(second.hub, second.hub.devices['camera-1'] ?? '')
    await again.sendEvent(messageOf('after the crash'))
    await again.close()
    const last = (await readEvents(second.hub, { count: 1, partition, from: { offset: events.at(-1)?.offset ?? '' } })).at(-1)
    assert.equal(last?.text, 'after the crash')
  } finally {
    second.child.kill('SIGKILL')
    await once(second.child, 'exit')
  }
})

test('identities, keys, twins and deployments are there after kill -9', async () => {
  const first = await startProcess()
  const registry = openRegistry(first.hub)
  await registry.create({ deviceId: 'edge-1', capabilities: { iotEdge: true } })
  await registry.updateTwin('edge-1', { tags: { ring: 'canary' }, properties: { desired: { mode: 'night' } } }, '*')
  const content = { deviceContent: { 'properties.desired.extra': 1 } }
  await registry.addConfiguration({ id: 'standing', priority: 1, targetCondition: "tags.ring = 'canary'", content } as never)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')

  const second = await startProcess()
  try {
    assert.equal(
      second.hub.devices['camera-1']?.replace(/HostName=[^;]*/, ''),
      first.hub.devices['camera-1']?.replace(/HostName=[^;]*/, ''),
    )
    const after = openRegistry(second.hub)
    const twin = (await after.getTwin('edge-1')).responseBody
    assert.deepEqual([twin.tags, twin.properties.desired.mode, twin.properties.desired.extra], [{ ring: 'canary' }, 'night', 1])
    assert.equal((await after.getConfigurations()).responseBody.length, 1)
  } finally {
    second.child.kill('SIGKILL')
    await once(second.child, 'exit')
  }
})

test('the process ends on SIGTERM, and when whoever started it goes', async () => {
  const [asked, left] = await Promise.all([startProcess(), startProcess('--folder', `${folder}-second`)])
  after(() => rmSync(`${folder}-second`, { recursive: true, force: true }))
  const exits = Promise.all([once(asked.child, 'exit'), once(left.child, 'exit')])
  asked.child.kill('SIGTERM')
  left.child.stdin?.end()
  assert.deepEqual(await exits, [
    [0, null],
    [0, null],
  ])
})
