import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOutbox } from '../../edge/outbox/outbox.ts'
import { encodeRecord } from '../../edge/outbox/record.ts'
import { report } from '../report.ts'

// What the edge module's store-and-forward costs: beside a bare append and sync per record, and beside reading it all at the start.
const root = mkdtempSync(join(tmpdir(), 'bench-outbox-'))
const quotaBytes = 4 * 1024 ** 3
const filler = 'x'.repeat(400)

const open = (name: string) =>
  openOutbox({ folder: join(root, name, 'outbox'), mediaFolder: join(root, name, 'media'), quotaBytes, onTrouble: () => {} })

function secondsOf(work: () => void): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

function bareRate(records: number): number {
  const handle = openSync(join(root, 'bare'), 'w')
  const bytes = Buffer.from(filler.padEnd(500))
  const seconds = secondsOf(() => {
    for (let i = 0; i < records; i++) {
      writeSync(handle, bytes)
      fdatasyncSync(handle)
    }
  })
  closeSync(handle)
  return records / seconds
}

async function outboxRate(records: number, inFlight: number): Promise<number> {
  const outbox = open('rate')
  const draft = { traceparent: 'none', body: (key: object) => ({ ...key, filler }) }
  const start = performance.now()
  for (let i = 0; i < records; i += inFlight) await Promise.all(Array.from({ length: inFlight }, () => outbox.append('telemetry', draft)))
  const rate = records / ((performance.now() - start) / 1000)
  await outbox.close()
  return rate
}

/** A backlog as the module itself would have written it, in files of 4 MB. */
function writeBacklog(records: number): string {
  const folder = join(root, 'backlog', 'outbox', 'telemetry')
  mkdirSync(folder, { recursive: true })
  const record = encodeRecord(Buffer.from(`${JSON.stringify({ type: 'inference', traceparent: 'none' })}\n{"filler":"${'x'.repeat(150)}"}`))
  const perFile = Math.floor((4 * 1024 * 1024) / record.byteLength)
  const full = Buffer.concat(Array.from({ length: perFile }, () => record))
  for (let first = 0; first < records; first += perFile) {
    const count = Math.min(perFile, records - first)
    writeFileSync(join(folder, `${String(first).padStart(16, '0')}.log`), full.subarray(0, count * record.byteLength))
  }
  return folder
}

try {
  report({
    what: 'records on disk, 50 in flight',
    peer: 'one append and fdatasync each',
    peerValue: bareRate(500),
    ourValue: await outboxRate(10_000, 50),
    unit: 'records/s',
    better: 'higher',
    goal: 5,
  })
  const folder = writeBacklog(1_000_000)
  const readAll = secondsOf(() => {
    for (const name of readdirSync(folder)) readFileSync(join(folder, name))
  })
  let depth = 0
  let close = () => Promise.resolve()
  const restart = secondsOf(() => {
    const outbox = open('backlog')
    depth = outbox.status().queueDepth
    close = outbox.close
  })
  await close()
  report({
    what: `start with ${depth.toLocaleString('en')} records waiting`,
    peer: 'reading the files once',
    peerValue: readAll,
    ourValue: restart,
    unit: 's',
    better: 'lower',
    goal: 1,
  })
} finally {
  rmSync(root, { recursive: true })
}
