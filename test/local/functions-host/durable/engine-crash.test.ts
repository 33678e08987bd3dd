import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { listCrashPoints, runIntoCrash } from '../../../harness/crash-runner.ts'
import { dataFolder } from './durable-host.ts'
import { run } from './support/run-to-end.ts'

const script = 'test/local/functions-host/durable/support/run-everything-process.ts'
const expectedTypes = ['start', 'step', 'result', 'timer', 'lock', 'entity']

const whole = await run(script, dataFolder({ after }))
const points = await listCrashPoints(script, [dataFolder({ after })])

test('the undisturbed run passes every kind of write, and ends with each result once', () => {
  assert.deepEqual(new Set(points.map(({ name }) => name.split('-').at(-1))), new Set(expectedTypes))
  const { output, tally } = JSON.parse(whole) as { output: unknown; tally: unknown }
  assert.deepEqual([output, tally], [{ side: ['a done', 'b done', 'c done'], kid: 'kid done', sum: 5 }, 5])
})

/** Kills a run there, lets a second one go on, and compares what is left with the undisturbed run. */
async function check({ name, time }: { name: string; time: number }): Promise<void> {
  const data = dataFolder({ after })
  await runIntoCrash(script, [data], name, time)
  assert.equal(await run(script, data), whole, `${name}:${time}`)
  const effects = readFileSync(join(data, 'effects.txt'), 'utf8').split('\n')
  // An activity that was cut off before its result was written runs once more, never twice.
  for (const each of ['a', 'b', 'c', 'kid']) assert.ok([1, 2].includes(effects.filter((line) => line === each).length), `${name} ${each}`)
}

async function checkAll(place: string, timeOf: (times: number) => number): Promise<void> {
  const cases = points.filter(({ name }) => name.startsWith(`durable-${place}-`)).map(({ name, times }) => ({ name, time: timeOf(times) }))
  assert.equal(cases.length, expectedTypes.length)
  // Two at a time: so many processors the smallest machine has.
  const halves = [0, 1].map((half) => cases.filter((_, index) => index % 2 === half))
  await Promise.all(
    halves.map(async (half) => {
      for (const each of half) await check(each)
    }),
  )
}

test('killed within any kind of write, it ends the same after a restart', () => checkAll('within', () => 1))

test('killed right after any kind of write, it ends the same after a restart', () => checkAll('after', (times) => Math.ceil(times / 2)))
