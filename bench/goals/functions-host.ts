// What the local Functions host costs: beside a bare node:http server and beside the library's own invocation model for
// HTTP, beside a direct call of the handler for batches of events.

import { median } from '../../shared/domain/median.ts'
import { batchRates } from '../functions-host/event-batches.ts'
import { loadServer } from '../functions-host/http-load.ts'
import { report } from '../report.ts'

const rounds = 3
const seconds = 2
const rates = { bare: [] as number[], model: [] as number[], host: [] as number[] }
// In turn, so that a slow moment of the machine hits all three.
for (let round = 0; round < rounds; round++) {
  for (const which of ['bare', 'model', 'host'] as const) rates[which].push((await loadServer(which, seconds)).perCoreSecond)
}
const host = median(rates.host)
const http = { ourValue: host, unit: 'requests/s per core', better: 'higher' } as const
report({ ...http, what: 'HTTP function, JSON in and out', peer: 'bare node:http', peerValue: median(rates.bare), goal: 0.7 })
report({ ...http, what: 'HTTP function, JSON in and out', peer: "the library's invocation model", peerValue: median(rates.model), goal: 5 })

const batches = await batchRates()
report({
  what: 'Event Hubs function, batches of 100',
  peer: 'the handler called directly with parsed events',
  peerValue: batches.direct,
  ourValue: batches.host,
  unit: 'messages/s per core',
  better: 'higher',
  goal: 0.6,
  note: 'a handler that does not read the metadata',
})
process.exit(0)
