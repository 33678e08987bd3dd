// What an orchestration costs on the local host beyond its activities: history, queues and replays, all on disk.

import { median } from '../../shared/domain/median.ts'
import { startDurableBench } from '../orchestrations/durable-app.ts'
import { quantile, report } from '../report.ts'

const rounds = 3
const fanOut = 500
const chain = 100
const instances = 300
const each = { wide: [] as number[], long: [] as number[], many: [] as number[] }

const bench = await startDurableBench()
await bench.run('fanOut', 10)
for (let round = 0; round < rounds; round++) {
  each.wide.push((await bench.run('fanOut', fanOut)) / fanOut)
  each.long.push((await bench.run('chain', chain)) / chain)
  each.many.push((1000 * instances) / (await bench.run('chain', 3, instances)))
}
const answers = await bench.answerTimes(bench.run('chain', 3, instances))
await bench.stop()

const overhead = { peer: 'limit', peerValue: 5, unit: 'ms', better: 'lower', goal: 1 } as const
report({ ...overhead, what: `overhead of an activity, ${fanOut} side by side`, ourValue: median(each.wide) })
report({ ...overhead, what: `overhead of an activity, ${chain} one after another`, ourValue: median(each.long) })
report({
  what: `orchestrations of three activities, ${instances} at once`,
  peer: 'limit',
  peerValue: 100,
  ourValue: median(each.many),
  unit: 'per second',
  better: 'higher',
  goal: 1,
})
report({
  what: `answer of the management API while ${instances} run, 95 of 100`,
  peer: 'limit',
  peerValue: 250,
  ourValue: quantile(answers, 0.95),
  unit: 'ms',
  better: 'lower',
  goal: 1,
})
process.exit(0)
