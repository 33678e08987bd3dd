import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smsSegments, toSmsAlphabet } from '../../../shared/domain/sms-segments.ts'

test('160 characters of the SMS alphabet are one part, 161 two, 307 three', () => {
  assert.deepEqual(
    [160, 161, 306, 307].map((length) => smsSegments('x'.repeat(length))),
    [1, 2, 2, 3],
  )
})

test('brackets and the euro sign cost two places', () => {
  assert.equal(smsSegments('€'.repeat(80)), 1)
  assert.equal(smsSegments('€'.repeat(81)), 2)
})

test('one other character leaves room for 70, and for 67 in each of several parts', () => {
  assert.deepEqual(
    [70, 71, 134, 135].map((length) => smsSegments('ж'.repeat(length))),
    [1, 2, 2, 3],
  )
})

test('punctuation, pictograms and rare accents are brought into the alphabet, other scripts stay as they are', () => {
  assert.equal(toSmsAlphabet('Line 3 – “press” 🔥 … Škoda'), 'Line 3 - "press" ... Skoda')
  assert.equal(toSmsAlphabet('Über Größe'), 'Über Größe')
  assert.equal(toSmsAlphabet('Пресс – 3'), 'Пресс - 3')
})
