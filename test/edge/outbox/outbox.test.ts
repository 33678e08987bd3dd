import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type LaneName, type Outbox, openOutbox } from '../../../edge/outbox/outbox.ts'

const root = mkdtempSync(join(tmpdir(), 'outbox-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

function newFolder(): string {
  return join(root, String(folders++))
}

function open(folder: string, quotaBytes = 64 * 1024 * 1024): Outbox {
  return openOutbox({ folder: join(folder, 'outbox'), mediaFolder: join(folder, 'media'), quotaBytes, onTrouble: () => {} })
}

function append(outbox: Outbox, lane: LaneName, text: string): Promise<boolean> {
  return outbox.append(lane, { type: 'inference', traceparent: 'none', body: (key) => ({ ...key, text }) })
}

/** Puts a file beside the outbox and hands it over, as a recorder does. */
function appendFile(outbox: Outbox, folder: string, lane: LaneName, name: string, bytes: number): Promise<boolean> {
  const file = join(folder, 'media', name)
  writeFileSync(file, Buffer.alloc(bytes))
  return outbox.append(lane, {
    traceparent: 'none',
    upload: { file, name, contentType: 'video/mp4', bytes },
    body: () => ({ text: name }),
  })
}

function takeAll(outbox: Outbox, lane: LaneName): { text: string; seq: number; bootId: string }[] {
  const bodies = []
  for (let record = outbox.take(lane); record !== undefined; record = outbox.take(lane)) bodies.push(JSON.parse(String(record.body)))
  return bodies
}

function segmentFiles(folder: string, lane: LaneName): string[] {
  const path = join(folder, 'outbox', lane)
  return readdirSync(path)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) => join(path, name))
}

test('records come out in the order in which they went in, with one boot id and growing numbers', async () => {
  const outbox = open(newFolder())
  await Promise.all(range(1000).map((i) => append(outbox, 'telemetry', `${i}`)))
  const bodies = takeAll(outbox, 'telemetry')
  assert.deepEqual(
    bodies.map((body) => body.text),
    range(1000).map(String),
  )
  assert.deepEqual(
    bodies.map((body) => body.seq),
    range(1000),
  )
  assert.deepEqual(new Set(bodies.map((body) => body.bootId)), new Set([outbox.bootId]))
  await outbox.close()
})

test('what was not acknowledged is there after a restart, under its old key, and what was is not', async () => {
  const folder = newFolder()
  const first = open(folder)
  await Promise.all(['a', 'b', 'c', 'd'].map((text) => append(first, 'incident', text)))
  const records = [first.take('incident'), first.take('incident'), first.take('incident')]
  first.done(records[1]!)
  first.done(records[0]!)
  assert.equal(first.status().queueDepth, 2)
  await first.close()
  const second = open(folder)
  assert.equal(second.status().queueDepth, 2)
  const bodies = takeAll(second, 'incident')
  assert.deepEqual(
    bodies.map((body) => [body.text, body.bootId]),
    [
      ['c', first.bootId],
      ['d', first.bootId],
    ],
  )
  assert.notEqual(second.bootId, first.bootId)
  await second.close()
})

test('records that were given back are taken again, in order', async () => {
  const outbox = open(newFolder())
  await Promise.all(['a', 'b', 'c'].map((text) => append(outbox, 'telemetry', text)))
  const [first] = [outbox.take('telemetry'), outbox.take('telemetry')]
  outbox.done(first!)
  outbox.rewind('telemetry')
  assert.deepEqual(
    takeAll(outbox, 'telemetry').map((body) => body.text),
    ['b', 'c'],
  )
  await outbox.close()
})

test('a torn tail is dropped and counted, and the records before it stand', async () => {
  const folder = newFolder()
  const first = open(folder)
  for (const text of ['a', 'b', 'c']) await append(first, 'incident', text)
  await first.close()
  const [file] = segmentFiles(folder, 'incident')
  truncateSync(file!, readFileSync(file!).byteLength - 5)
  const second = open(folder)
  assert.equal(second.status().damagedRecords, 1)
  await append(second, 'incident', 'd')
  assert.deepEqual(
    takeAll(second, 'incident').map((body) => body.text),
    ['a', 'b', 'd'],
  )
  await second.close()
})

test('zeros that a power cut left at the end of a file are no records', async () => {
  const folder = newFolder()
  const first = open(folder)
  await append(first, 'incident', 'a')
  await first.close()
  const [file] = segmentFiles(folder, 'incident')
  writeFileSync(file!, Buffer.concat([readFileSync(file!), Buffer.alloc(4096)]))
  const second = open(folder)
  assert.equal(second.status().queueDepth, 1)
  assert.equal(takeAll(second, 'incident').length, 1)
  await second.close()
})

test('a record whose bits flipped on disk is left out and counted, and those behind it are read', async () => {
  const folder = newFolder()
  const first = open(folder)
  for (const text of ['a', 'flip-me', 'c']) await append(first, 'incident', text)
  await first.close()
  const [file] = segmentFiles(folder, 'incident')
  const bytes = readFileSync(file!)
  bytes[bytes.indexOf('flip-me')]! ^= 1
  writeFileSync(file!, bytes)
  const second = open(folder)
  assert.deepEqual(
    takeAll(second, 'incident').map((body) => body.text),
    ['a', 'c'],
  )
  assert.equal(second.status().damagedRecords, 1)
  await second.close()
})

test('files whose records were all acknowledged are deleted', async () => {
  const folder = newFolder()
  const outbox = open(folder, 1024 * 1024)
  for (let i = 0; i < 10; i++) await Promise.all(range(20).map(() => append(outbox, 'telemetry', 'x'.repeat(1000))))
  assert.ok(segmentFiles(folder, 'telemetry').length > 5)
  for (let record = outbox.take('telemetry'); record !== undefined; record = outbox.take('telemetry')) outbox.done(record)
  assert.equal(segmentFiles(folder, 'telemetry').length, 1)
  assert.equal(outbox.status().queueDepth, 0)
  await outbox.close()
})

test('when the quota is used up the oldest telemetry goes, is counted, and no incident does', async () => {
  const folder = newFolder()
  const quotaBytes = 512 * 1024
  const outbox = open(folder, quotaBytes)
  await Promise.all(range(100).map((i) => append(outbox, 'incident', `incident ${i}`)))
  for (let i = 0; i < 1000; i += 20) await Promise.all(range(20).map((j) => append(outbox, 'telemetry', `${i + j}`.padEnd(1000))))
  const { evictedMessages, diskUsedBytes } = outbox.status()
  assert.ok(diskUsedBytes <= quotaBytes, `${diskUsedBytes} bytes used`)
  assert.equal(takeAll(outbox, 'incident').length, 100)
  const left = takeAll(outbox, 'telemetry').map((body) => Number(body.text))
  assert.ok(evictedMessages > 0)
  assert.deepEqual(
    left,
    Array.from({ length: 1000 - evictedMessages }, (_, i) => evictedMessages + i),
  )
  await outbox.close()
})

test('incidents may use what telemetry must leave free, and push telemetry out', async () => {
  const outbox = open(newFolder(), 512 * 1024)
  for (let i = 0; i < 30; i++) await Promise.all(range(20).map(() => append(outbox, 'telemetry', ''.padEnd(1000))))
  const stored = await Promise.all(range(400).map(() => append(outbox, 'incident', ''.padEnd(1000))))
  assert.deepEqual(new Set(stored), new Set([true]))
  assert.equal(takeAll(outbox, 'incident').length, 400)
  await outbox.close()
})

test('recordings without an incident make room for clips, and never the other way round', async () => {
  const folder = newFolder()
  const outbox = open(folder, 1024 * 1024)
  const kilobytes = 100 * 1024
  for (let i = 0; i < 7; i++) await appendFile(outbox, folder, 'recording', `plain-${i}.mp4`, kilobytes)
  for (let i = 0; i < 5; i++) assert.equal(await appendFile(outbox, folder, 'clip', `clip-${i}.mp4`, kilobytes), true)
  assert.deepEqual(readdirSync(join(folder, 'media')).sort(), [
    ...[0, 1, 2, 3, 4].map((i) => `clip-${i}.mp4`),
    ...[5, 6].map((i) => `plain-${i}.mp4`),
  ])
  for (let i = 5; i < 7; i++) assert.equal(await appendFile(outbox, folder, 'clip', `clip-${i}.mp4`, kilobytes), true)
  assert.equal(await appendFile(outbox, folder, 'recording', 'late.mp4', kilobytes), false)
  assert.equal(readdirSync(join(folder, 'media')).filter((name) => name.startsWith('clip')).length, 7)
  await outbox.close()
})

test('files that no record speaks of are swept at the start, those that wait are kept', async () => {
  const folder = newFolder()
  const first = open(folder)
  await appendFile(first, folder, 'clip', 'waits.mp4', 10)
  await first.close()
  writeFileSync(join(folder, 'media', 'orphan.mp4'), 'left by a crash')
  const second = open(folder)
  assert.deepEqual(readdirSync(join(folder, 'media')), ['waits.mp4'])
  const record = second.take('clip')!
  second.done(record)
  assert.equal(existsSync(record.header.upload!.file), false)
  await second.close()
})
