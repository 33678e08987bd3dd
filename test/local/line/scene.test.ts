import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardedZone } from '../../../local/line/layout.ts'
import { sampleFrames } from '../../../local/line/sample-frames.ts'
import { createLine } from '../../../local/line/scene.ts'
import { bottlesAt, createReachSchedule } from '../../../local/line/schedule.ts'
import { lineLabels } from '../../../local/line/truth.ts'

const seeds = [1, 2, 3, 5, 8, 13, 21, 34, 2 ** 31 + 7]

test('a moment of a line looks the same whenever and in whatever order it is drawn', async () => {
  const line = await createLine({ seed: 5 })
  const again = await createLine({ seed: 5 })
  const late = line.draw(601.2)
  const early = line.draw(3)
  assert.deepEqual(again.draw(3), early)
  assert.deepEqual(again.draw(601.2), late)
  assert.deepEqual(again.truthAt(601.2), late.truth)
})

test('another seed is another line', async () => {
  const [one, other] = await Promise.all([createLine({ seed: 1 }), createLine({ seed: 2 })])
  assert.notDeepEqual(one.draw(4).rgb, other.draw(4).rgb)
  assert.notDeepEqual(one.truthAt(4), other.truthAt(4))
})

test('the belt moves its bottles to the right', async () => {
  const line = await createLine({ seed: 9 })
  const lefts = (seconds: number) => line.truthAt(seconds).map((object) => object.box.left)
  const before = lefts(2)
  const after = lefts(2.1)
  assert.equal(after.length, before.length)
  for (const [i, left] of before.entries()) if (left > 0.25 && left < 0.9) assert.ok(after[i]! > left)
})

test('the first hand is in the guarded zone within 12 seconds, later ones come after 20 to 60 seconds', () => {
  for (const seed of seeds) {
    const reachAt = createReachSchedule(seed)
    const starts: number[] = []
    const ends: number[] = []
    const zones: boolean[] = []
    for (let seconds = 0; seconds < 1800; seconds += 0.25) {
      const reach = reachAt(seconds)
      if (reach === undefined || starts.includes(reach.startsAt)) continue
      starts.push(reach.startsAt)
      ends.push(reach.endsAt)
      zones.push(reach.isInGuardedZone)
    }
    assert.ok(starts[0]! >= 8 && starts[0]! <= 12 && zones[0])
    for (let i = 1; i < starts.length; i++) assert.ok(starts[i]! - ends[i - 1]! >= 20 && starts[i]! - ends[i - 1]! <= 60)
    assert.ok(zones.includes(false), 'some hands stay out of the zone')
  }
})

test('a hand that reaches into the guarded zone has its middle there, a harmless one never', async () => {
  for (const seed of seeds.slice(0, 3)) {
    const line = await createLine({ seed })
    const reachAt = createReachSchedule(seed)
    for (let seconds = 0; seconds < 600; seconds += 0.5) {
      const reach = reachAt(seconds)
      const hand = line.truthAt(seconds).find((object) => object.label === 'hand')
      if (reach === undefined || hand === undefined) continue
      const isWorking = seconds - reach.startsAt > 0.7 && reach.endsAt - seconds > 0.7
      const isInside = isInZone(hand.box.left + hand.box.width / 2, hand.box.top + hand.box.height / 2)
      if (isWorking || !reach.isInGuardedZone) assert.equal(isInside, reach.isInGuardedZone, `seed ${seed} at ${seconds} s`)
    }
  }
})

function isInZone(x: number, y: number): boolean {
  const xs = guardedZone.map((corner) => corner[0])
  const ys = guardedZone.map((corner) => corner[1])
  return x > Math.min(...xs) && x < Math.max(...xs) && y > Math.min(...ys) && y < Math.max(...ys)
}

test('one bottle in 15 has no cap and about one in 25 leaks', () => {
  for (const seed of seeds) {
    const bottles = new Map<number, { hasCap: boolean; isLeaking: boolean }>()
    for (let seconds = 0; seconds < 2000; seconds += 2) {
      for (const bottle of bottlesAt(seed, seconds)) if (bottle.index < 1125) bottles.set(bottle.index, bottle)
    }
    const all = [...bottles.values()]
    assert.equal(all.length, 1125)
    assert.equal(all.filter((bottle) => !bottle.hasCap).length, 75)
    const leaking = all.filter((bottle) => bottle.isLeaking)
    assert.ok(leaking.length >= 35 && leaking.length <= 45)
    assert.ok(leaking.every((bottle) => bottle.hasCap))
  }
})

test('every true box lies in the picture and has the size of a thing that can be seen', async () => {
  const line = await createLine({ seed: 4 })
  for (let seconds = 0; seconds < 120; seconds += 0.7) {
    for (const { label, box } of line.truthAt(seconds)) {
      assert.ok(lineLabels.includes(label))
      assert.ok(box.left >= 0 && box.top >= 0 && box.left + box.width <= 1 + 1e-9 && box.top + box.height <= 1 + 1e-9)
      assert.ok(box.width * 640 >= 10 && box.height * 360 >= 20, `${label} ${JSON.stringify(box)}`)
    }
  }
})

test('sampled frames are the same for the same options and show all that is rare', async () => {
  const options = { seed: 6, count: 12, rareShare: 1 }
  const frames = await sampleFrames(options)
  assert.deepEqual(await sampleFrames(options), frames)
  const seen = new Set(frames.flatMap((frame) => frame.truth.map((object) => object.label)))
  assert.deepEqual([...seen].sort(), [...lineLabels].sort())
})
