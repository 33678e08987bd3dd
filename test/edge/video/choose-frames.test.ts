import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseFrames } from '../../../edge/video/choose-frames.ts'
import type { FrameChoice } from '../../../edge/video/video-engine.ts'

const chosen = (choice: FrameChoice, times: readonly number[]) => {
  const chooser = chooseFrames(choice)
  return times.filter((time, index) => chooser.isWanted(index, time))
}
const at30 = Array.from({ length: 31 }, (_, index) => (index * 1000) / 30)

test('without a choice all frames are wanted', () => {
  assert.deepEqual(chosen({}, [0, 33, 66]), [0, 33, 66])
})

test('a rate gives the first frame at or after each tick, once', () => {
  assert.deepEqual(chosen({ framesPerSecond: 10 }, at30).map(Math.round), [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
})

test('a rate above that of the camera gives every frame', () => {
  assert.equal(chosen({ framesPerSecond: 60 }, at30).length, 31)
})

test('a stream that begins late or has holes is not made up for', () => {
  assert.deepEqual(chosen({ framesPerSecond: 1 }, [5400, 5440, 6000, 9990, 10_010]), [5400, 6000, 9990, 10_010])
})

test('times in any order give the first frame at or after each, and then it is done', () => {
  const chooser = chooseFrames({ times: [50, 0] })
  assert.deepEqual(
    [0, 40, 80].map((time) => [chooser.isWanted(0, time), chooser.isDone()]),
    [
      [true, false],
      [false, false],
      [true, true],
    ],
  )
})
