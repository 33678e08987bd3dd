import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { openJournal } from '../../../../local/iot-hub/disk/journal.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'))
  path = join(folder, 'state.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the last value of a key counts, and a deleted key is gone', async () => {
  const first = await openJournal(path)
  first.put('a', 1)
  first.put('b', { deep: [1, 2] })
  first.put('a', 2)
  first.delete('b')
  first.put('c', 'three')
  await first.flushed()
  await first.close()
  const second = await openJournal(path)
  assert.deepEqual(second.entries(''), [
    ['a', 2],
    ['c', 'three'],
  ])
  await second.close()
})

test('the torn end of a write is left out', async () => {
  const first = await openJournal(path)
  first.put('a', 1)
  await first.close()
  appendFileSync(path, '["b", {"half')
  const second = await openJournal(path)
  assert.deepEqual(second.entries(''), [['a', 1]])
  second.put('c', 2)
  await second.close()
  const third = await openJournal(path)
  assert.equal(third.get('c'), 2)
  await third.close()
})

test('history is dropped when it is most of the file, and nothing is lost by it', async () => {
  const first = await openJournal(path)
  const value = 'x'.repeat(100_000)
  for (let index = 0; index < 300; index++) {
    first.put('busy', `${index} ${value}`)
    first.put(`key-${index}`, index)
    if (index % 10 === 0) await first.flushed()
  }
  await first.flushed()
  assert.ok(statSync(path).size < 20_000_000, `${statSync(path).size} bytes`)
  await first.close()
  const second = await openJournal(path)
  assert.equal(second.entries('key-').length, 300)
  assert.ok(String(second.get('busy')).startsWith('299 '))
  await second.close()
})

test('the file is private to its owner', async () => {
  const journal = await openJournal(path)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  await journal.close()
})
