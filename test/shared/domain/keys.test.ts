import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Fault } from '../../../shared/domain/faults.ts'
import { instantOfNewestFirst, joinKey, newestFirst, oldestFirst, prefixRange, splitKey } from '../../../shared/domain/keys.ts'

const allowed = /^[A-Za-z0-9_.~^-]{1,512}$/

/** What other stores have stumbled over, and every plane and control character beside. */
const hostile = [
  ...['', ' ', '.', '..', '...', '/', '\\', '#', '?', '%', '%2F', '%00', '~', '~~', '^', '^-', '^0041', "'", "''", '"', '`', '$', '*'],
  ...[
    'a/b',
    'a\\b',
    'a#b',
    'a?b',
    'a%b',
    "a' or '1'='1",
    "x' or PartitionKey ne 'zzz",
    'a\tb',
    'a\nb',
    'a\r\nb',
    'a\0b',
    '\u007f',
    '\u009f',
  ],
  ...['CON', 'nul', 'a:b', 'a|b', '<script>', '{{x}}', '=HYPERLINK("x")', '__proto__', 'constructor', '\ufeff', '\ufffe', '\uffff'],
  ...[
    'é',
    'e\u0301',
    'Å',
    'A\u030a',
    'ﬀ',
    'ff',
    'İ',
    'i',
    'I',
    'ı',
    'ß',
    'ss',
    'ẞ',
    'Straße',
    'STRASSE',
    'K',
    '\u212a',
    '\u202e',
    '\u200b',
  ],
  ...['\ud800', '\udfff', 'a\ud83d', '\ude00a', '\ud83d\ude00', '👩‍🏭', '日本', 'الموقع', '\u{10ffff}', '\u{1f600}'.repeat(20)],
  ...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)),
  ...Array.from({ length: 64 }, (_, index) => String.fromCharCode(0x100 + index * 1021)),
  ...[1, 63, 64, 255, 256, 511, 512].map((length) => 'k'.repeat(length)),
]

describe('keys', () => {
  test('take any string, use only what Azure allows, and give the string back', () => {
    assert.ok(hostile.length > 400)
    for (const text of hostile) {
      const key = joinKey(text)
      assert.match(key, allowed)
      assert.deepEqual(splitKey(key), [text])
    }
  })

  test('never collide, whatever the parts, their case or their Unicode form', () => {
    const distinct = new Set(hostile)
    assert.equal(new Set([...distinct].map((text) => joinKey(text))).size, distinct.size)
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 1, maxLength: 4 }), (parts) => {
        assert.deepEqual(splitKey(joinKey(...parts)), parts)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('longer than 512 characters are refused, not cut', () => {
    for (const text of ['k'.repeat(513), 'k'.repeat(1025), '/'.repeat(200), '\ud800'.repeat(110)])
      assert.throws(
        () => joinKey(text),
        (error) => error instanceof Fault && error.code === 'key-too-long',
      )
  })

  test('that joinKey never made are refused', () => {
    for (const key of ['', 'a/b', '^', '^0041', '^00', 'a~', '~', '^zzzz'])
      assert.throws(
        () => splitKey(key),
        (error) => error instanceof Fault && error.code === 'input-invalid',
      )
  })

  test('of times sort newest first or oldest first, over every year that a device may claim', () => {
    const times = [
      '0001-01-01T00:00:00.000Z',
      '1969-12-31T23:59:59.999Z',
      '1970-01-01T00:00:00.000Z',
      '2026-11-20T08:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
    ]
    assert.deepEqual(
      [...times].sort((a, b) => (oldestFirst(a) < oldestFirst(b) ? -1 : 1)),
      times,
    )
    assert.deepEqual(
      [...times].sort((a, b) => (newestFirst(a) < newestFirst(b) ? 1 : -1)),
      times,
    )
    for (const time of times) assert.equal(instantOfNewestFirst(newestFirst(time)), time)
    assert.throws(() => instantOfNewestFirst('999999999999999'))
  })

  test('with the same first parts are one range, and no others are in it', () => {
    const { from, to } = prefixRange('o', 'a1')
    const isIn = (key: string) => key >= from && key < to
    assert.ok(isIn(joinKey('o', 'a1', 'x')) && isIn(joinKey('o', 'a1', '')) && isIn(joinKey('o', 'a1', '~~~')))
    assert.ok(
      !isIn(joinKey('o', 'a1')) && !isIn(joinKey('o', 'a10', 'x')) && !isIn(joinKey('o', 'a', 'x')) && !isIn(joinKey('p', 'a1', 'x')),
    )
  })
})
