import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { encodeSender } from '../../../../local/iot-hub/events/event-record.ts'
import { openPartitionLog, type PartitionLog } from '../../../../local/iot-hub/events/partition-log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partition-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const sender = encodeSender('camera-1', undefined, '1')
const oldest = { kind: 'offset', value: -1, after: true } as const

const append = (log: PartitionLog, body: Buffer | string, properties = '') =>
  new Promise<void>((resolve, reject) =>
    log.append('Telemetry', sender, properties, Buffer.from(body), (error) => (error ? reject(error) : resolve())),
  )

async function bodies(log: PartitionLog): Promise<string[]> {
  const texts: string[] = []
  let offset = await log.seek(oldest)
  for (;;) {
    const events = await log.read(offset, 1000)
    if (events.length === 0) return texts
    texts.push(...events.map(({ body }) => body.toString()))
    offset = events.at(-1)?.nextOffset ?? offset
  }
}

test('events come back as they went in, and a new run goes on with the next number', async () => {
  const first = openPartitionLog(folder, 24)
  await append(first, 'one', '%24.ct=text%2Fplain&k=v')
  await append(first, 'two')
  await first.close()
  const second = openPartitionLog(folder, 24)
  await append(second, 'three')
  const events = await second.read(0, 10)
  assert.deepEqual(
    events.map(({ sequence, body, device }) => [sequence, body.toString(), device]),
    [
      [0, 'one', 'camera-1'],
      [1, 'two', 'camera-1'],
      [2, 'three', 'camera-1'],
    ],
  )
  assert.equal(events[0]?.properties, '%24.ct=text%2Fplain&k=v')
  await second.close()
})

test('a torn end is cut off, wherever the crash tore it', async () => {
  const first = openPartitionLog(folder, 24)
  await append(first, 'kept')
  const end = (await first.read(0, 1))[0]?.nextOffset ?? 0
  await append(first, 'torn')
  await first.close()
  const file = join(folder, readdirSync(folder)[0] ?? '')
  for (const extra of [1, 5, 12, 30]) {
    truncateSync(file, end)
    appendFileSync(file, Buffer.alloc(extra, 1))
    const again = openPartitionLog(folder, 24)
    assert.deepEqual(await bodies(again), ['kept'])
    assert.equal(again.state().lastSequence, 0)
    await append(again, `after ${extra}`)
    assert.deepEqual(await bodies(again), ['kept', `after ${extra}`])
    await again.close()
  }
})

test('a new file begins at 16 MB and readers pass from one to the next', async () => {
  const log = openPartitionLog(folder, 24)
  const large = Buffer.alloc(200_000, 'x')
  await Promise.all(Array.from({ length: 200 }, () => append(log, large)))
  await append(log, 'last')
  assert.ok(readdirSync(folder).length >= 3)
  const texts = await bodies(log)
  assert.equal(texts.length, 201)
  assert.equal(texts.at(-1), 'last')
  assert.equal(
    await log.seek({ kind: 'sequence', value: 150, after: false }),
    (await log.read(await log.seek({ kind: 'sequence', value: 149, after: true }), 1))[0]?.offset,
  )
  await log.close()
  const again = openPartitionLog(folder, 24)
  assert.equal(again.state().lastSequence, 200)
  assert.equal((await bodies(again)).length, 201)
  await again.close()
})

test('what is older than the retention goes, and numbers are never used twice', async () => {
  const log = openPartitionLog(folder, 1)
  const large = Buffer.alloc(200_000, 'x')
  await Promise.all(Array.from({ length: 90 }, () => append(log, large)))
  await append(log, 'young')
  const files = readdirSync(folder).sort()
  const old = new Date(Date.now() - 2 * 3_600_000)
  utimesSync(join(folder, files[0] ?? ''), old, old)
  log.expire(Date.now())
  assert.ok(log.state().firstSequence > 0)
  const texts = await bodies(log)
  assert.equal(texts.at(-1), 'young')
  assert.equal(texts.length, log.state().lastSequence - log.state().firstSequence + 1)
  await append(log, 'next')
  assert.equal(log.state().lastSequence, 91)
  await log.close()
})

test('times do not run backwards within a partition', async (t) => {
  const log = openPartitionLog(folder, 24)
  await append(log, 'now')
  t.mock.method(Date, 'now', () => 1_000)
  await append(log, 'clock was set back')
  const [first, second] = await log.read(0, 2)
  assert.equal(second?.enqueuedAt, first?.enqueuedAt)
  await log.close()
})

test('an event larger than a read block is read whole', async () => {
  const log = openPartitionLog(folder, 24)
  await append(log, Buffer.alloc(300_000, 'y'))
  await append(log, 'small')
  assert.deepEqual(
    (await bodies(log)).map(({ length }) => length),
    [300_000, 5],
  )
  await log.close()
})
