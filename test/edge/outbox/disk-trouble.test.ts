import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openOutbox } from '../../../edge/outbox/outbox.ts'

const root = mkdtempSync(join(tmpdir(), 'outbox-disk-'))
const disk = join(root, 'disk')
mkdirSync(disk)
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status === 0
after(() => {
  if (isMounted) spawnSync('umount', [disk])
  rmSync(root, { recursive: true })
})

/** Makes the disk refuse the next write: really full where a small disk can be had, else a file that cannot be opened. */
function blockDisk(): () => void {
  const filler = join(disk, 'filler')
  if (isMounted) {
    writeFileSync(filler, Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize))
    return () => rmSync(filler)
  }
  const file = join(disk, 'outbox', 'incident', '0000000000000000.log')
  mkdirSync(file, { recursive: true })
  return () => rmSync(file, { recursive: true })
}

test('a disk that refuses to write is reported once, incidents go out from memory, and all is well when it takes again', async () => {
  const events = new EventEmitter()
  const said: (string | undefined)[] = []
  const outbox = openOutbox({
    folder: join(disk, 'outbox'),
    mediaFolder: join(disk, 'media'),
    quotaBytes: 64 * 1024 * 1024,
    retryMs: 5,
    onTrouble: (trouble) => {
      said.push(trouble?.code)
      events.emit(trouble === undefined ? 'well' : 'trouble')
    },
  })
  const unblock = blockDisk()
  const isTroubled = once(events, 'trouble')
  const appended = [1, 2, 3].map((number) => outbox.append('incident', { traceparent: 'none', body: () => ({ number }) }))
  await isTroubled
  const sent = outbox.take('incident')
  assert.deepEqual(JSON.parse(String(sent?.body)), { number: 1 })
  outbox.done(sent!)
  const isWell = once(events, 'well')
  unblock()
  await isWell
  assert.deepEqual(await Promise.all(appended), [false, true, true])
  assert.deepEqual(said, [isMounted ? 'ENOSPC' : 'EISDIR', undefined])
  const left = [outbox.take('incident'), outbox.take('incident'), outbox.take('incident')]
  assert.deepEqual(
    left.map((record) => record && JSON.parse(String(record.body))),
    [{ number: 2 }, { number: 3 }, undefined],
  )
  await outbox.close()
})

test('on a full disk the oldest telemetry makes room for an incident', async () => {
  const folder = join(disk, 'second')
  const outbox = openOutbox({
    folder,
    mediaFolder: join(folder, 'media'),
    quotaBytes: 640 * 1024,
    retryMs: 5,
    onTrouble: () => {},
  })
  const draft = (number: number) => ({ traceparent: 'none', body: () => ({ number, filler: ''.padEnd(1000) }) })
  for (let i = 0; i < 100; i++) await outbox.append('telemetry', draft(i))
  if (isMounted) writeFileSync(join(disk, 'filler'), Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize))
  const isStored = await outbox.append('incident', draft(0))
  const { evictedMessages } = outbox.status()
  await outbox.close()
  assert.equal(isStored, true)
  if (isMounted) assert.ok(evictedMessages > 0)
})
