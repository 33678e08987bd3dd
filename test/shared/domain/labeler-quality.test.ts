import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cusumLimit, forgetGold, type LabelerQuality, newQuality, noteGold, qualityState } from '../../../shared/domain/labeler-quality.ts'
import { createRandom } from '../../harness/random.ts'

const instant = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString()
const note = (quality: LabelerQuality, n: number, isRight: boolean) => noteGold(quality, { task: `task-${n}`, at: instant(n), isRight })

/** Known answers until the person is found out, or undefined after so many. */
function foundAfter(errorRate: number, answers: number, random: () => number): number | undefined {
  let quality = newQuality('plant', 'lena', 'hand')
  for (let n = 1; n <= answers; n++) {
    quality = note(quality, n, random() >= errorRate)
    if (qualityState(quality).sum >= cusumLimit) return n
  }
  return undefined
}

describe('the quality of a labeler', () => {
  it('finds one who is wrong in 30 of 100 within 27 known answers, in 95 of 100 runs', () => {
    const random = createRandom(1)
    const found = Array.from({ length: 2000 }, () => foundAfter(0.3, 27, random)).filter((n) => n !== undefined)
    assert.ok(found.length / 2000 >= 0.95, `${found.length} of 2000`)
  })

  it('accuses one who is wrong in 2 of 100 in at most one of 100 runs of 1,000 tasks with a tenth of known ones', () => {
    const random = createRandom(2)
    const accused = Array.from({ length: 2000 }, () => foundAfter(0.02, 100, random)).filter((n) => n !== undefined)
    assert.ok(accused.length / 2000 <= 0.01, `${accused.length} of 2000`)
  })

  it('does not condemn anybody for one wrong answer, or two', () => {
    let quality = newQuality('plant', 'lena', 'hand')
    for (const n of [1, 2]) quality = note(quality, n, false)
    assert.ok(qualityState(quality).sum < cusumLimit)
    assert.ok(qualityState(note(quality, 3, false)).sum >= cusumLimit)
  })

  it('dates a change to the last moment at which nothing spoke against the person', () => {
    let quality = newQuality('plant', 'lena', 'hand')
    for (let n = 1; n <= 20; n++) quality = note(quality, n, true)
    for (let n = 21; n <= 23; n++) quality = note(quality, n, false)
    const { zeroAt, since } = qualityState(quality)
    assert.equal(zeroAt, instant(20))
    assert.equal(since.length, 3)
  })

  it('takes the same task once, with its newest result', () => {
    const slip = note(newQuality('plant', 'lena', 'hand'), 1, false)
    const corrected = note(slip, 1, true)
    assert.deepEqual([corrected.gold, corrected.wrong, qualityState(corrected).sum], [1, 0, 0])
    assert.deepEqual([forgetGold(slip, 'task-1').gold, forgetGold(slip, 'task-1').wrong], [0, 0])
  })

  it('comes to the same sum however much of the past is forgotten', () => {
    const random = createRandom(3)
    let quality = newQuality('plant', 'lena', 'hand')
    let sum = 0
    for (let n = 1; n <= 500; n++) {
      const isRight = random() > 0.1
      quality = note(quality, n, isRight)
      sum = Math.max(0, sum + (isRight ? Math.log(0.7 / 0.98) : Math.log(0.3 / 0.02)))
      assert.ok(Math.abs(qualityState(quality).sum - sum) < 1e-9)
    }
    assert.equal(quality.results.length, 100)
    assert.equal(quality.gold, 500)
  })
})
