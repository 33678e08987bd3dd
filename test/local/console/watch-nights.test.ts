import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Api } from '../../../local/console/api.ts'
import { describeNight, watchNights } from '../../../local/console/watch-nights.ts'
import type { Night, NightProgress } from '../../../shared/domain/night.ts'
import { noProgress } from '../../../shared/domain/night-progress.ts'

const counted: NightProgress = { step: 'recordings', recordings: { all: 40, done: 0, bad: 0 }, frames: 0, annotations: 0, bytes: 0 }

function night(more: Partial<Night> = {}): Night {
  return {
    ...{ id: 'nightly-plant-1-2026-11-20', site: 'plant-1', date: '2026-11-20', number: 1, state: 'running', startedBy: 'timer' },
    ...{ startedAt: '2026-11-20T01:30:00.000Z', progress: noProgress, problems: [], problemCount: 0, ...more },
  }
}

test('a night is told step by step, its recordings in twentieths, and its end once', async () => {
  let now: Night[] = [night({ id: 'nightly-plant-1-2026-11-19', date: '2026-11-19', state: 'complete' })]
  let seen = Promise.withResolvers<void>()
  const api: Api = {
    get: async (path) => {
      // Told in the turn after the answer, so that whoever waits sees what was said of it.
      setImmediate(() => setImmediate(seen.resolve))
      return (path.startsWith('nights?') ? { items: now } : now.find(({ id }) => path === `nights/${id}`)) as never
    },
    ...{ put: assert.fail, post: assert.fail, remove: assert.fail },
  }
  const told: string[] = []
  const watch = watchNights(api, (line) => told.push(line))
  const look = async (...nights: Night[]) => {
    now = nights
    seen = Promise.withResolvers()
    watch.look()
    await seen.promise
  }
  await look(...now)
  assert.equal(told.length, 0)

  await look(night())
  await look(night({ progress: counted }))
  for (const done of [1, 2, 3, 4]) await look(night({ progress: { ...counted, recordings: { all: 40, done, bad: 0 }, secondsLeft: 9 } }))
  await look(night({ progress: { ...counted, step: 'dataset' } }))
  await look(night({ state: 'complete', progress: { ...counted, step: 'done' }, dataset: 'ds-0123456789abcdef' }))
  await watch.stop()
  assert.deepEqual(
    told.map((line) => line.replace('nightly-plant-1-2026-11-20', 'night')),
    [
      'night: looking what is new',
      'night: 0 of 40 recordings, 0 frames, 0 annotations, 0.0 MB',
      'night: 2 of 40 recordings, 0 frames, 0 annotations, 0.0 MB, about 9 s left',
      'night: 4 of 40 recordings, 0 frames, 0 annotations, 0.0 MB, about 9 s left',
      'night: 0 of 40 recordings, 0 frames, 0 annotations, 0.0 MB; building the dataset',
      'night is complete: 0 of 40 recordings, 0 frames, 0 annotations, 0.0 MB; dataset ds-0123456789abcdef',
    ],
  )
})

test('a night that is not whole says what was not done, and why', () => {
  const problems = [{ recording: 'rec-13', step: 'split' as const, reason: 'There is no picture in it.' }]
  const line = describeNight(night({ state: 'partial', problems, problemCount: 7, progress: { ...counted, step: 'done' } }))
  assert.match(
    line,
    /is partial: .*no dataset, because nothing has been judged yet; 7 not done, first rec-13: There is no picture in it\.$/,
  )
})
