import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLine } from '../../../local/line/scene.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import { DriftThresholds } from '../../../shared/domain/drift-thresholds.ts'
import { freezeReference, referenceDigest, withoutModel } from '../../../shared/domain/freeze-reference.ts'
import { judgeDrift } from '../../../shared/domain/judge-drift.ts'
import type { DescribedFrame, QualityHour } from '../../../shared/domain/quality-hour.ts'
import type { QualityReference } from '../../../shared/domain/quality-reference.ts'
import { pickFrames } from '../../../shared/domain/review-batch.ts'
import { describeCrops } from '../../../shared/vision/describe-crop.ts'
import { createRandom } from '../../harness/random.ts'

const thresholds = DriftThresholds.parse({})
const model = 'a'.repeat(64)
const dayAt = (day: number) => new Date(Date.UTC(2026, 0, 5) + day * 86_400_000).toISOString()
const window = { site: 'plant-1', camera: 'cam-1', model, from: dayAt(0), to: dayAt(7) }

interface Change {
  readonly fromDay: number
  readonly light?: number
  readonly load?: number
  readonly confidence?: number
}

/** A plant whose light and load have a season of the day, days that differ, and noise. */
function playedHours(days: number, seed: number, change?: Change): QualityHour[] {
  const random = createRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: days }, (_, day) => {
    const now = change !== undefined && day >= change.fromDay ? change : undefined
    const [dayLight, dayLoad] = [1 + 0.03 * normal(), 1 + 0.08 * normal()]
    return Array.from({ length: 24 }, (_, hour): QualityHour => {
      const light = (hour >= 7 && hour < 19 ? 0.5 : 0.35) * dayLight * (1 + 0.02 * normal()) * (now?.light ?? 1)
      const load = (hour >= 6 && hour < 22 ? 6 : 2) * dayLoad * (1 + 0.1 * normal()) * (now?.load ?? 1)
      const sure = 0.8 - (now?.confidence ?? 0) + 0.01 * normal()
      const bins: Record<string, number> = {}
      for (let object = 0; object < 400; object++) {
        const bin = Math.min(9, Math.max(0, Math.floor((sure + 0.08 * normal()) * 10)))
        bins[bin] = (bins[bin] ?? 0) + 1
      }
      const at = { hour: new Date(Date.UTC(2026, 0, 5 + day, hour)).toISOString(), localHour: hour }
      return {
        ...{ site: 'plant-1', camera: 'cam-1', ...at, model, frames: 3600 },
        levels: { brightness: { mean: Math.min(1, light), samples: 3600 }, load: { mean: load, samples: 3600 } },
        mixes: { 'confidence:bottle': bins },
      }
    })
  }).flat()
}

function referenceOf(hours: readonly QualityHour[], frames: readonly DescribedFrame[] = []): QualityReference {
  const reference = freezeReference(window, hours, frames, thresholds)
  assert.ok(reference)
  return reference
}

function breachesOf(hours: readonly QualityHour[], days: number): Record<string, string> {
  const question = { reference: referenceOf(hours), hours, frames: [], thresholds, now: dayAt(days), cameras: 1 }
  return Object.fromEntries(judgeDrift(question).flatMap(({ monitor, breachedSince }) => (breachedSince ? [[monitor, breachedSince]] : [])))
}

test('five plants that nothing befell raise no breach in twenty days after their reference', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const hours = playedHours(27, seed)
    for (let day = 8; day <= 27; day++)
      assert.deepEqual(
        breachesOf(
          hours.filter(({ hour }) => hour < dayAt(day)),
          day,
        ),
        {},
        `seed ${seed}, day ${day}`,
      )
  }
})

test('a lamp that fails is a breach of brightness alone, within two periods', () => {
  const hours = playedHours(15, 1, { fromDay: 14, light: 0.5 })
  assert.deepEqual(
    breachesOf(
      hours.filter(({ hour }) => hour < dayAt(14.25)),
      14.25,
    ),
    {},
  )
  assert.deepEqual(
    breachesOf(
      hours.filter(({ hour }) => hour < dayAt(14.5)),
      14.5,
    ),
    { brightness: dayAt(14) },
  )
})

test('half the load is a breach of load alone, although each hour of the night has less than that', () => {
  const hours = playedHours(16, 2, { fromDay: 14, load: 0.5 })
  assert.deepEqual(breachesOf(hours, 16), { load: dayAt(14) })
})

test('a model that is less sure is a breach of its confidences', () => {
  assert.deepEqual(breachesOf(playedHours(16, 3, { fromDay: 14, confidence: 0.15 }), 16), { 'confidence:bottle': dayAt(14) })
})

test('a change that is certain and too small to matter is no breach', () => {
  assert.deepEqual(breachesOf(playedHours(20, 4, { fromDay: 14, light: 0.97 }), 20), {})
})

test('too few pictures are not judged, however strange they are', () => {
  const hours = playedHours(16, 1, { fromDay: 14, light: 0.2 }).map((hour) =>
    hour.hour < dayAt(14) ? hour : { ...hour, levels: { brightness: { mean: 0.05, samples: 10 } }, mixes: {} },
  )
  assert.deepEqual(breachesOf(hours, 16), {})
})

test('a breach ends when as many periods are as usual again', () => {
  const hours = playedHours(20, 5, { fromDay: 14, light: 0.5 })
  const well = playedHours(20, 5)
  const healed = hours.map((hour, index) => (hour.hour < dayAt(16) ? hour : well[index]!))
  assert.deepEqual(
    breachesOf(
      healed.filter(({ hour }) => hour < dayAt(16.25)),
      16.25,
    ),
    { brightness: dayAt(14) },
  )
  assert.deepEqual(breachesOf(healed, 20), {})
})

test('the same hours in another order give the same reference', () => {
  const hours = playedHours(7, 6)
  assert.equal(referenceDigest(referenceOf(hours)), referenceDigest(referenceOf(hours.toReversed())))
  assert.equal(canonicalJson(referenceOf(hours)).includes('"brightness"'), true)
})

test('of the reference of another model only what does not depend on it is kept', () => {
  const { levels, mixes } = withoutModel(referenceOf(playedHours(7, 6)))
  assert.deepEqual([Object.keys(levels), Object.keys(mixes)], [['brightness'], []])
})

test('too short a time is no reference', () => {
  assert.equal(freezeReference(window, playedHours(7, 1).slice(0, 5), [], thresholds), undefined)
})

/** Frames of the drawn line, described like stored ones; a share of the truth stands for what a model finds. */
async function drawnFrames(fromDay: number, days: number, perDay: number, isNew: boolean): Promise<DescribedFrame[]> {
  const line = await createLine({ seed: 4, clockStartMs: Date.UTC(2026, 0, 5) })
  const size = { width: 320, height: 176 }
  const frames: DescribedFrame[] = []
  for (let index = 0; index < days * perDay; index++) {
    const seconds = (fromDay + index / perDay) * 86_400 + ((index * 37) % 60)
    const { rgb, truth } = line.drawSmall(seconds, size, isNew ? { bottles: { fromSeconds: 0, overSeconds: 0 } } : {})
    const at = new Date(Date.UTC(2026, 0, 5) + seconds * 1000)
    const name = Math.round(seconds).toString(16).padStart(8, '0')
    const likeness = createRandom(Math.round(seconds))().toString(16).slice(2).padEnd(16, '0').slice(0, 16)
    frames.push({
      ...{ frame: name.repeat(8), recording: `r-${name}`, at: at.toISOString(), localHour: at.getUTCHours(), likeness },
      crops: describeCrops({ data: rgb, ...size }, truth),
    })
  }
  return frames
}

test('a new colour of bottles is noticed by what crops look like, and its review batch holds nothing else', async () => {
  const usual = await drawnFrames(0, 8, 8, false)
  const strange = await drawnFrames(8, 1, 32, true)
  const reference = referenceOf([], usual)
  const question = { reference, hours: [], thresholds: { ...thresholds, leastFrames: 5, leastCrops: 20 }, cameras: 1 }
  const before = judgeDrift({ ...question, frames: usual, now: dayAt(8) })
  assert.deepEqual(
    before.map(({ monitor, breachedSince }) => [monitor, breachedSince]),
    [
      ['crops:fields', undefined],
      ['crops:objects', undefined],
    ],
  )
  const after = judgeDrift({ ...question, frames: [...usual, ...strange], now: dayAt(9) })
  assert.deepEqual(
    after.map(({ breachedSince }) => breachedSince),
    [dayAt(8), dayAt(8)],
  )
  const names = new Set(strange.map(({ frame }) => frame))
  for (const finding of after) {
    const picked = pickFrames(finding, reference, [...usual, ...strange], 50)
    assert.ok(picked.length >= 20 && picked.length <= 50, `${picked.length} frames`)
    assert.ok(picked.every(({ frame }) => names.has(frame)))
    assert.equal(new Set(picked.map(({ frame }) => frame)).size, picked.length)
  }
})
