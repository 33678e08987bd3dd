import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStateReporter } from '../../edge/report-state.ts'
import type { ModelReference } from '../../shared/domain/messages.ts'

function start() {
  const reports: Readonly<Record<string, unknown>>[] = []
  const state = {
    ...{ model: undefined as ModelReference | undefined, refused: undefined as { digest: string; problem: string } | undefined },
    ...{ isBusy: false, cameras: undefined as object | undefined, nowMs: 0 },
  }
  const look = createStateReporter({
    read: () => state,
    changedCameras: () => state.cameras,
    report: (properties) => reports.push(properties),
    nowMs: () => state.nowMs,
  })
  look()
  return { state, reports, look }
}

test('what is not there is taken out of the twin, and nothing is said twice', () => {
  const { state, reports, look } = start()
  assert.deepEqual(reports, [{ model: null, refused: null, busy: false }])
  look()
  assert.equal(reports.length, 1)
  state.model = { name: 'line', version: '1', digest: 'a'.repeat(64) }
  look()
  assert.deepEqual(reports[1], { model: state.model })
  state.refused = { digest: 'b'.repeat(64), problem: 'It is not signed.' }
  state.cameras = { gate: { state: 'live' } }
  look()
  assert.deepEqual(reports[2], { refused: state.refused, cameras: state.cameras })
})

test('incidents that come and go are reported at most once in ten seconds, and the last word is the right one', () => {
  const { state, reports, look } = start()
  for (state.nowMs = 1000; state.nowMs <= 60_000; state.nowMs += 1000) {
    state.isBusy = !state.isBusy
    look()
  }
  const told = reports.filter((report) => 'busy' in report)
  assert.ok(told.length <= 7, `${told.length} reports in a minute`)
  state.isBusy = true
  state.nowMs += 10_000
  look()
  state.isBusy = false
  state.nowMs += 10_000
  look()
  assert.equal(reports.at(-1)?.['busy'], false)
})
