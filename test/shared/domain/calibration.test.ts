import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calibrationOf } from '../../../shared/domain/calibration.ts'

interface Guess {
  readonly confidence: number
  readonly isRight: boolean
}

/** Everything once more, by other ways: sums over sorted guesses, bounds of a share by bisection of the test that makes them. */
function oracle(guesses: readonly Guess[]) {
  const tenths = new Map<number, Guess[]>()
  for (const guess of guesses) {
    const tenth = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0].findIndex((from) => guess.confidence * 10 >= from * 10)
    tenths.set(tenth, [...(tenths.get(tenth) ?? []), guess])
  }
  const sigmas = quantile(1 - 0.05 / (2 * Math.max(1, tenths.size)))
  let [value, low, high, gap] = [0, 0, 0, 0]
  for (const inside of tenths.values()) {
    const [right, sure] = [inside.filter(({ isRight }) => isRight).length, inside.reduce((sum, { confidence }) => sum + confidence, 0)]
    const bounds = boundsOf(right, inside.length, sigmas)
    const mean = sure / inside.length
    value += Math.abs(right - sure)
    gap += sure - right
    const isInside = mean >= bounds.low && mean <= bounds.high
    low += isInside ? 0 : inside.length * Math.min(Math.abs(mean - bounds.low), Math.abs(mean - bounds.high))
    high += inside.length * Math.max(Math.abs(mean - bounds.low), Math.abs(mean - bounds.high))
  }
  return [value, low, high, gap].map((sum) => sum / guesses.length)
}

/** The shares at which as many right ones are just `sigmas` away: where the score test turns. */
function boundsOf(right: number, count: number, sigmas: number) {
  const distance = (share: number) => Math.abs(right / count - share) / Math.sqrt((share * (1 - share)) / count)
  const turn = (inner: number, outer: number) => {
    let [inside, outside] = [inner, outer]
    for (let round = 0; round < 60; round++) {
      const middle = (inside + outside) / 2
      if (middle === inner || distance(middle) <= sigmas) inside = middle
      else outside = middle
    }
    return inside
  }
  return { low: right === 0 ? 0 : turn(right / count, 0), high: right === count ? 1 : turn(right / count, 1) }
}

/** Of the normal distribution, by Simpson's rule and bisection. */
function quantile(share: number): number {
  const below = (z: number) => {
    const steps = 2000
    const width = z / steps
    const density = (x: number) => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)
    let sum = density(0) + density(z)
    for (let step = 1; step < steps; step++) sum += (step % 2 === 0 ? 2 : 4) * density(step * width)
    return 0.5 + (sum * width) / 3
  }
  let [low, high] = [0, 6]
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2
    if (below(middle) < share) low = middle
    else high = middle
  }
  return low
}

const guess = fc.record({ confidence: fc.integer({ min: 0, max: 1000 }).map((thousandth) => thousandth / 1000), isRight: fc.boolean() })

test('error, bounds and gap are those of an independent oracle', () => {
  fc.assert(
    fc.property(fc.array(guess, { minLength: 1, maxLength: 60 }), (guesses) => {
      const { error, gap } = calibrationOf(guesses)
      const got = [error.value, error.low, error.high, gap]
      for (const [index, wanted] of oracle(guesses).entries()) assert.ok(Math.abs(got[index]! - wanted) < 1e-4, `${got} ${wanted}`)
    }),
    { numRuns: 100 },
  )
})

test('the bounds hold what is measured, and come nearer to it with more verdicts', () => {
  const of = (times: number) =>
    calibrationOf(Array.from({ length: 10 * times }, (_, n) => ({ confidence: 0.85, isRight: n % 10 < 6 }))).error
  const [few, many] = [of(1), of(50)]
  assert.ok(Math.abs(few.value - 0.25) < 1e-12 && Math.abs(many.value - 0.25) < 1e-12)
  for (const { value, low, high } of [few, many]) assert.ok(low <= value && value <= high)
  assert.ok(few.low < 0.03 && few.high > 0.5)
  assert.ok(many.low > 0.2 && many.high < 0.3)
})

test('without verdicts nothing is known', () => {
  assert.deepEqual(calibrationOf([]).error, { value: 0, low: 0, high: 1 })
})
