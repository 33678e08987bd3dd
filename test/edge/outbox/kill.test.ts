import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openOutbox } from '../../../edge/outbox/outbox.ts'

const program = fileURLToPath(new URL('./outbox-process.ts', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'outbox-kill-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0

interface Ledger {
  stored: ReadonlySet<number>
  readonly acked: Set<number>
  /** What was on disk when nothing was under way last, and how long each file of the incidents was then. */
  quiet: { stored: ReadonlySet<number>; sizes: Record<string, number> }
}

const emptyLedger = (): Ledger => ({ stored: new Set(), acked: new Set(), quiet: { stored: new Set(), sizes: {} } })

/** A power cut keeps what was synced and any part of what was written after it. */
function cutPower(folder: string, ledger: Ledger, share: number): void {
  ledger.stored = ledger.quiet.stored
  for (const [name, kept] of Object.entries(ledger.quiet.sizes)) {
    const file = join(folder, 'outbox', 'incident', name)
    if (existsSync(file)) truncateSync(file, Math.min(statSync(file).size, kept + Math.floor((statSync(file).size - kept) * share)))
  }
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
    if (word === 'stored') ledger.stored = new Set([...ledger.stored, Number(number)])
    if (word === 'acked') ledger.acked.add(Number(number))
    if (word === 'synced') ledger.quiet = { stored: ledger.stored, sizes: JSON.parse(number!) }
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
const killsAtPoint = 24
const killsAnywhere = 56

describe('an outbox that is killed 200 times', { concurrency: 4 }, () => {
  for (const point of points) {
    test(`at ${point}, again and again, loses no incident that was on disk`, async () => {
      const folder = join(root, String(folders++))
      const ledger = emptyLedger()
      for (let run = 0; run < killsAtPoint; run++) {
        assert.equal(await runOnce(folder, run * 1000, `${point}:${1 + (run % 5)}`, ledger), 'SIGKILL', `${point} was not reached`)
        assert.deepEqual(await inspect(folder, ledger), { lost: [], reordered: [], isTornMoreThanOnce: false })
      }
    })
  }

  test('at a power cut loses nothing but what was not synced yet', async () => {
    for (let run = 0; run < killsAtPoint; run++) {
      const folder = join(root, String(folders++))
      const ledger = emptyLedger()
      const point = run % 2 === 0 ? 'outbox-append' : 'outbox-append-written'
      assert.equal(await runOnce(folder, 0, `${point}:${7 + run * 5}`, ledger), 'SIGKILL', `${point} was not reached`)
      cutPower(folder, ledger, (run % 5) / 4)
      assert.deepEqual(await inspect(folder, ledger), { lost: [], reordered: [], isTornMoreThanOnce: false })
    }
  })

  test('at any moment loses no incident that was on disk', async () => {
    const folder = join(root, String(folders++))
    const ledger = emptyLedger()
    for (let run = 0; run < killsAnywhere; run++) await runOnce(folder, run * 1000, 3 + ((run * 47) % 260), ledger)
    assert.ok(ledger.stored.size > 300)
    assert.deepEqual(await inspect(folder, ledger), { lost: [], reordered: [], isTornMoreThanOnce: false })
  })
})
