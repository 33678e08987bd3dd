import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openOutbox } from '../../../edge/outbox/outbox.ts'

const program = fileURLToPath(new URL('./outbox-process.ts', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'outbox-kill-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0

interface Ledger {
  readonly stored: Set<number>
  readonly acked: Set<number>
}

/** Runs the program once; `crash` as in TEST_CRASH, or a number of lines of output after which it is killed. */
async function runOnce(folder: string, start: number, crash: string | number, ledger: Ledger): Promise<NodeJS.Signals | null> {
  const env = { ...process.env, ...(typeof crash === 'string' ? { TEST_CRASH: crash } : {}) }
  const child = spawn(process.execPath, [program, folder, String(start)], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let seen = 0
  if (typeof crash === 'number') {
    child.stdout.on('data', (data: Buffer) => {
      seen += String(data).split('\n').length
      if (seen >= crash) child.kill('SIGKILL')
    })
  }
  const [output, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  for (const line of output.split('\n')) {
    const [word, number] = line.split(' ')
    if (word === 'stored') ledger.stored.add(Number(number))
    if (word === 'acked') ledger.acked.add(Number(number))
  }
  return signal
}

/** Opens what the dead process left, and says what is lost, out of order or torn. */
async function inspect(folder: string, ledger: Ledger) {
  const outbox = openOutbox({ folder: `${folder}/outbox`, mediaFolder: `${folder}/media`, quotaBytes: 300 * 1024, onTrouble: () => {} })
  const found: number[] = []
  for (let record = outbox.take('incident'); record !== undefined; record = outbox.take('incident')) {
    found.push(JSON.parse(String(record.body)).number)
  }
  const present = new Set(found)
  const report = {
    lost: [...ledger.stored].filter((number) => !ledger.acked.has(number) && !present.has(number)),
    reordered: found.filter((number, i) => i > 0 && number <= found[i - 1]!),
    isTornMoreThanOnce: outbox.status().damagedRecords > 1,
  }
  await outbox.close()
  return report
}

const points = ['outbox-append', 'outbox-append-written', 'outbox-append-synced', 'outbox-ack', 'outbox-compact', 'outbox-evict']
for (const point of points) {
  test(`killed at ${point}, again and again, the outbox loses no incident that was on disk`, async () => {
    const folder = join(root, String(folders++))
    const ledger: Ledger = { stored: new Set(), acked: new Set() }
    for (const [run, count] of [1, 2, 3, 5].entries()) {
      assert.equal(await runOnce(folder, run * 1000, `${point}:${count}`, ledger), 'SIGKILL', `${point} was not reached`)
      assert.deepEqual(await inspect(folder, ledger), { lost: [], reordered: [], isTornMoreThanOnce: false })
    }
  })
}

test('killed at any moment, the outbox loses no incident that was on disk', async () => {
  const folder = join(root, String(folders++))
  const ledger: Ledger = { stored: new Set(), acked: new Set() }
  for (const [run, lines] of [3, 20, 47, 90, 133, 170, 211, 260].entries()) await runOnce(folder, run * 1000, lines, ledger)
  assert.ok(ledger.stored.size > 300)
  assert.deepEqual(await inspect(folder, ledger), { lost: [], reordered: [], isTornMoreThanOnce: false })
})
