import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxesAt, clipMsOf, placeFrames } from '../../../ui/video/seen-frames.ts'

const clip = {
  startedAt: '2026-11-20T08:00:05.000Z',
  endedAt: '2026-11-20T08:00:25.000Z',
  recordings: [
    { id: 'first', startedAt: '2026-11-20T08:00:00.000Z' },
    { id: 'second', startedAt: '2026-11-20T08:00:10.000Z' },
  ],
}
const detection = (label: string) => ({ label, confidence: 0.9, box: { left: 0, top: 0, width: 0.1, height: 0.1 } })
const frame = (at: string, recording: string | undefined, ptsMs: number, label = 'hand') => {
  return { at, recording, ptsMs, width: 640, height: 360, detections: [detection(label)] }
}

test('a frame is placed by its time within its recording, whatever the clock of the device said', () => {
  const placed = placeFrames(
    [{ frames: [frame('2026-11-20T08:00:12.420Z', 'second', 2_040), frame('2026-11-20T08:00:06.700Z', 'first', 6_520)] }],
    clip,
  )
  assert.deepEqual(
    placed.map(({ clipMs }) => clipMs),
    [1_520, 7_040],
  )
  assert.equal(clipMsOf(placed, clip, '2026-11-20T08:00:12.420Z'), 7_040)
})

test('a frame outside of the recordings of a clip is placed by the clock', () => {
  const [placed] = placeFrames([{ frames: [frame('2026-11-20T08:00:06.000Z', undefined, 99_000)] }], clip)
  assert.equal(placed!.clipMs, 1_000)
})

test('boxes belong to their frame, are held over frames that the model left out, and go when it saw nothing for long', () => {
  const frames = [0, 200, 400].map((clipMs) => ({ clipMs, at: '', detections: [detection(`at ${clipMs}`)] }))
  const shown = (ms: number, offsetMs = 0) => {
    const { boxes, isHeld } = boxesAt(frames, ms, offsetMs)
    return [boxes[0]?.label, isHeld]
  }
  assert.deepEqual(shown(200), ['at 200', false])
  assert.deepEqual(shown(199.4), ['at 200', false])
  assert.deepEqual(shown(240), ['at 200', true])
  assert.deepEqual(shown(160), ['at 0', true])
  assert.deepEqual(shown(701), [undefined, false])
  assert.deepEqual(shown(200, 200), ['at 0', false])
})
