// node test/functions/orchestrations/record-histories.ts [SCENARIO …]: records the runs that the orchestrators of today
// must still understand tomorrow. Existing ones stay: an orchestrator that cannot replay them needs another name.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { recordRun } from '../../harness/replay-orchestrator.ts'
import { orchestrators, scenarios } from './scenarios.ts'

const folder = new URL('histories/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, { orchestrator, input, respond }] of Object.entries(scenarios)) {
  const file = new URL(`${name}.json`, folder)
  if (existsSync(file) && !process.argv.includes(name)) continue
  const run = await recordRun(orchestrator, orchestrators[orchestrator]!, input, respond)
  writeFileSync(file, `${JSON.stringify(run, undefined, 2)}\n`)
  console.log(name, `${run.history.length} events`)
}
