import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { InvocationContext, PostInvocationContext, PreInvocationContext } from '@azure/functions'
import { countRuns } from '../../../functions/monitors/count-runs.ts'
import type { Tally } from '../../../shared/domain/tally.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

interface Run {
  readonly name: string
  readonly ms?: number
  readonly result?: unknown
  readonly error?: unknown
  readonly inputs?: unknown[]
  readonly metadata?: Record<string, unknown>
}

/** An instance of the app, and what it has written so far: the newest row by the quarter of an hour. */
function startInstance(save: (tally: Tally) => Promise<void> = async () => {}) {
  const clock = createVirtualClock('2026-03-02T08:00:00.000Z')
  const rows = new Map<string, Tally>()
  let writes = 0
  const tallies = {
    save: async (_instance: string, tally: Tally) => {
      writes++
      await save(tally)
      rows.set(tally.from, structuredClone(tally))
    },
    between: async () => [],
    removeBefore: async () => 0,
  }
  const { before, after } = countRuns({ tallies, clock: clock.now } as unknown as Parameters<typeof countRuns>[0])
  async function run({ name, ms = 0, result, error, inputs = [], metadata = {} }: Run): Promise<void> {
    const invocationContext = new InvocationContext({ functionName: name, triggerMetadata: metadata as never })
    const hookData = {}
    before(
      new PreInvocationContext({
        functionHandler: () => {},
        functionCallback: () => {},
        args: [],
        hookData,
        invocationContext,
        inputs,
      } as never),
    )
    clock.advance(ms)
    after(new PostInvocationContext({ hookData, invocationContext, inputs, result, error } as never))
    // A write goes on beside the invocation.
    await new Promise(setImmediate)
  }
  return { run, rows, clock, writes: () => writes }
}

describe('what an instance of the app counts', () => {
  it('is how often each function ran, failed, and for how long', async () => {
    const { run, rows, clock } = startInstance()
    await run({ name: 'readFleet', ms: 40, result: { status: 200 } })
    await run({ name: 'readFleet', ms: 60, result: { status: 503 } })
    await run({ name: 'readFleet', ms: 10, result: { status: 404 } })
    await run({ name: 'watchRuns', ms: 5, error: new Error('storage is away') })
    clock.advance(15_000)
    await run({ name: 'watchRuns', ms: 7 })
    assert.deepEqual([...rows.values()].at(-1)?.functions, {
      readFleet: { runs: 3, failures: 1, milliseconds: 110 },
      watchRuns: { runs: 2, failures: 1, milliseconds: 12 },
    })
  })

  it('is the messages of each device, metered in pieces of 4 KB', async () => {
    const { run, rows } = startInstance()
    const stamp = (device: string) => ({ 'iothub-connection-device-id': device })
    await run({
      name: 'ingest',
      inputs: [['a'.repeat(100), 'b'.repeat(4097), 'c']],
      metadata: { systemPropertiesArray: [stamp('press-1'), stamp('press-1'), stamp('press-2')], propertiesArray: [{}, {}, {}] },
    })
    assert.deepEqual([...rows.values()][0]?.devices, { 'press-1': { messages: 2, metered: 3 }, 'press-2': { messages: 1, metered: 1 } })
  })

  it('is written every quarter of a minute, however much runs, and begins anew with each quarter of an hour', async () => {
    const { run, rows, clock, writes } = startInstance()
    for (let index = 0; index < 50; index++) await run({ name: 'readFleet', ms: 10 })
    assert.equal(writes(), 1)
    clock.advance(15 * 60_000)
    await run({ name: 'readFleet', ms: 10 })
    clock.advance(15_000)
    await run({ name: 'readFleet', ms: 10 })
    const counted = [...rows].map(([from, { functions }]) => [from, functions['readFleet']?.runs])
    assert.deepEqual(counted, [
      ['2026-03-02T08:00:00.000Z', 50],
      ['2026-03-02T08:15:00.000Z', 2],
    ])
  })

  it('never fails an invocation, and is made up for when the next write gets through', async () => {
    let isAway = true
    const { run, rows, clock } = startInstance(async () => {
      if (isAway) throw new Error('storage is away')
    })
    await run({ name: 'readFleet', ms: 10 })
    assert.equal(rows.size, 0)
    isAway = false
    clock.advance(15_000)
    await run({ name: 'readFleet', ms: 10 })
    assert.equal([...rows.values()][0]?.functions['readFleet']?.runs, 2)
  })
})
