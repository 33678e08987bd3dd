import assert from 'node:assert/strict'
import fs, { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type AppendFile, openAppendFile } from '../../../../local/iot-hub/disk/append-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'append-'))
  path = join(folder, 'file')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const append = (file: AppendFile, text: string) =>
  new Promise<void>((resolve, reject) => file.append(Buffer.from(text), (error) => (error ? reject(error) : resolve())))

test('what comes in while a write is under way goes with the next: one sync for all', async (t) => {
  const sync = t.mock.method(fs, 'fdatasync')
  syncBuiltinESMExports()
  const file = openAppendFile(path)
  await Promise.all(Array.from({ length: 2500 }, (_, index) => append(file, `${index};`)))
  await file.close()
  t.mock.restoreAll()
  syncBuiltinESMExports()
  assert.equal(readFileSync(path, 'utf8'), Array.from({ length: 2500 }, (_, index) => `${index};`).join(''))
  assert.equal(sync.mock.callCount(), 2)
})

test('a write that fails is not acknowledged, and the file goes on as if it had not been', async (t) => {
  const file = openAppendFile(path)
  await append(file, 'kept;')
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  // Half of it lands on the disk, as on a full one.
  const write = t.mock.method(
    fs,
    'write',
    (fd: number, bytes: Buffer, _at: number, _length: number, position: number, done: (error: Error) => void) => {
      fs.writeSync(fd, bytes, 0, 2, position)
      setImmediate(done, full)
    },
  )
  syncBuiltinESMExports()
  const [first, second] = await Promise.allSettled([append(file, 'lost;'), append(file, 'lost too;')])
  write.mock.restore()
  syncBuiltinESMExports()
  assert.deepEqual([first?.status, second?.status], ['rejected', 'rejected'])
  await append(file, 'later;')
  await file.close()
  assert.equal(readFileSync(path, 'utf8'), 'kept;later;')
})

test('a file that is opened again goes on at its valid end', async () => {
  const first = openAppendFile(path)
  await append(first, 'valid;torn')
  await first.close()
  const second = openAppendFile(path, 'valid;'.length)
  await append(second, 'next;')
  await second.close()
  assert.equal(readFileSync(path, 'utf8'), 'valid;next;')
})
