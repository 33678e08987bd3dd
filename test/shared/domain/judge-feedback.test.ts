import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgeFeedback, type Word } from '../../../shared/domain/judge-feedback.ts'
import { createRandom } from '../../harness/random.ts'

const people = ['ada', 'ben', 'cem', 'dan', 'eve', 'fay']

/** Words of several people over some days; the share of “not there” is what is usual. */
function words(count: number, { days = 10, absent = 0.1, who = people, from = 1, seed = 1 } = {}): Word[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, index) => ({
    ...{ who: who[index % who.length]!, label: 'bottle', says: random() < absent ? 'absent' : 'present' },
    at: `2026-03-${String(from + (index % days)).padStart(2, '0')}T12:00:00.000Z`,
  }))
}

describe('feedback before it is learned from', () => {
  test('is as usual when many people say what they always say', () => {
    for (let seed = 1; seed <= 200; seed++)
      assert.equal(judgeFeedback(words(600, { from: 15, seed }), words(1000, { seed: seed + 1000 }), 0.2), undefined)
  })

  test('is not when one person alone says a thousand times that nothing is there', () => {
    const reason = judgeFeedback([...words(300), ...words(1000, { who: ['mallory'], absent: 1, days: 1, from: 20 })], words(1000), 0.2)
    assert.match(reason!, /One person gave 77 % of the 1300 new answers about “bottle”; the policy allows 20 %\./)
    assert.match(reason!, /On 2026-03-20, 100 % of 1000 answers about “bottle” said that nothing was there; 1\d % is usual\./)
    assert.doesNotMatch(reason!, /mallory/)
  })

  test('is not when a day is unlike all others, however many people it comes from', () => {
    const reason = judgeFeedback([...words(500, { from: 15 }), ...words(60, { absent: 0.6, days: 1, from: 28 })], words(1000), 1)
    assert.match(reason!, /^On 2026-03-28, /)
  })

  test('is not asked about while there is little of it', () => {
    assert.equal(judgeFeedback(words(49, { who: ['ada'], absent: 1 }), words(1000), 0.2), undefined)
    assert.equal(judgeFeedback(words(200, { absent: 0.9 }), words(49), 0.2), undefined)
  })

  test('may come from one person alone where the policy allows it', () => {
    assert.equal(judgeFeedback(words(500, { who: ['ada'] }), words(500, { who: ['ada'] }), 1), undefined)
  })

  test('is judged label by label', () => {
    const hands = words(60, { who: ['eve'] }).map((word) => ({ ...word, label: 'hand' }))
    assert.match(judgeFeedback([...words(600), ...hands], [], 0.2)!, /^One person gave 100 % of the 60 new answers about “hand”/)
  })
})
