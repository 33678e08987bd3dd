// Started by kill.test.ts: fills and drains the outbox of the folder given, says on stdout what is on disk, until it is killed.
import { readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Outbox, openOutbox } from '../../../edge/outbox/outbox.ts'

const folder = process.argv[2]!
const start = Number(process.argv[3])
const outbox = openOutbox({ folder: `${folder}/outbox`, mediaFolder: `${folder}/media`, quotaBytes: 300 * 1024, onTrouble: () => {} })

// Written at once, because the process may die before the next turn of the event loop.
const say = (line: string) => writeSync(1, `${line}\n`)

function append(number: number, target: Outbox): Promise<void> {
  const draft = { traceparent: 'none', body: () => ({ number, filler: ''.padEnd(500) }) }
  const telemetry = [target.append('telemetry', draft), target.append('telemetry', draft), target.append('telemetry', draft)]
  const incident = target.append('incident', draft).then((isStored) => {
    if (isStored) say(`stored ${number}`)
  })
  return Promise.all([...telemetry, incident]).then(() => {})
}

/** How long each file of the incidents was when everything in it had reached the disk. */
function syncedSizes(): string {
  const lane = join(folder, 'outbox', 'incident')
  return JSON.stringify(Object.fromEntries(readdirSync(lane).map((name) => [name, statSync(join(lane, name)).size])))
}

say('open')
for (let number = start; number < start + 400; number += 4) {
  await Promise.all([0, 1, 2, 3].map((i) => append(number + i, outbox)))
  say(`synced ${syncedSizes()}`)
  if (number % 16 !== 0) continue
  for (let i = 0; i < 8; i++) {
    const record = outbox.take('incident')
    if (record === undefined) break
    say(`acked ${JSON.parse(String(record.body)).number}`)
    outbox.done(record)
  }
}
await outbox.close()
say('end')
