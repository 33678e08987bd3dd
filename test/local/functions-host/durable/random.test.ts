import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'
import { randomProgram, resultsOf } from './random-program.ts'

const durable = await startDurableHost({ after }, 'random')
const seeds = Array.from({ length: 60 }, (_, index) => index + 1)

test('sixty random orchestrations at once, of all kinds of tasks in each other, come to what plain code would', async () => {
  const start = (seed: number) => durable.manage('POST', `orchestrators/random/seed-${seed}`, randomProgram(seed))
  await Promise.all(seeds.map(start))
  const outputs = await durable.outputs(seeds.map((seed) => `seed-${seed}`))
  for (const [index, seed] of seeds.entries()) assert.deepEqual(outputs[index], resultsOf(randomProgram(seed)), `seed ${seed}`)
})
