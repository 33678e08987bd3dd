import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startAzurite } from '../../../local/azurite/start.ts'
import type { Night } from '../../../shared/domain/night.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { addRecordings, type StubbedNights, startStubbedNights } from './support/stubbed-night.ts'

describe('a night of fifty recordings of which some cannot be worked on', () => {
  const closing: (() => unknown)[] = []
  const t = { after: (close: () => unknown) => void closing.push(close) }
  let ports: Ports
  let nights: StubbedNights
  let first: Night

  async function recordingsOf(dataset: string | undefined): Promise<Set<string>> {
    const found = new Set<string>()
    for await (const { recording } of ports.datasets.items(dataset!)) found.add(recording)
    return found
  }

  before(async () => {
    const azurite = await startAzurite()
    t.after(() => azurite.close())
    ports = await createTestApp(azurite.connectionString)
    await addRecordings(ports, 50)
    const env = { BROKEN: 'rec-13', FLAPPING: 'rec-27' }
    nights = await startStubbedNights(t, ports, azurite.connectionString, env)
    first = await nights.run()
  })
  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  test('works on the others, and on the one that failed three times as well', async () => {
    assert.deepEqual(first.progress.recordings, { all: 50, done: 50, bad: 1 })
    assert.equal(first.progress.frames, 49)
    const recordings = await recordingsOf(first.dataset)
    assert.equal(recordings.size, 49)
    assert.ok(recordings.has('rec-27') && !recordings.has('rec-13'))
  })
  test('is partial, and says of which recording, at which step and why', () => {
    assert.equal(first.state, 'partial')
    assert.equal(first.problemCount, 1)
    const [problem] = first.problems
    assert.equal(`${problem?.recording} ${problem?.step}`, 'rec-13 split')
    assert.equal(problem?.reason, 'The decoder was killed.')
  })
  test('takes four attempts at a failure that may pass, and tries again the next time', async () => {
    assert.equal(nights.host.lines.filter((line) => /Executed 'Functions\.split-recording' \(Failed/.test(line)).length, 4 + 3)
    const from = nights.host.lines.length
    const second = await nights.run()
    assert.deepEqual([second.state, second.problemCount, second.dataset], ['partial', 1, first.dataset])
    assert.equal(nights.host.lines.slice(from).filter((line) => /Executed 'Functions\.split-recording' \(Failed/.test(line)).length, 4)
  })
})

describe('a video that is bad in itself', () => {
  const closing: (() => unknown)[] = []
  const t = { after: (close: () => unknown) => void closing.push(close) }
  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  test('is tried in two nights, once in each, and never again', async () => {
    const azurite = await startAzurite()
    t.after(() => azurite.close())
    const ports = await createTestApp(azurite.connectionString)
    const [, bad] = await addRecordings(ports, 3)
    const nights = await startStubbedNights(t, ports, azurite.connectionString, { BAD: bad!.id })
    const tried: string[] = []
    for (const _ of [1, 2, 3]) {
      const { state, progress, problems } = await nights.run()
      tried.push(`${state} ${progress.recordings.all} ${problems.map(({ recording, reason }) => `${recording}: ${reason}`)}`)
    }
    const reason = 'rec-1: There is no picture in it.'
    assert.deepEqual(tried, [`partial 3 ${reason}`, `partial 3 ${reason}`, 'complete 2 '])
    const work = await ports.recordingWork.find(bad!)
    assert.deepEqual(
      work?.value.failures.map(({ step, reason }) => `${step}: ${reason}`),
      Array(2).fill('split: There is no picture in it.'),
    )
  })
})
