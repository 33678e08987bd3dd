import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { CameraSource } from '../../../shared/domain/edge-settings.ts'
import { Id } from '../../../shared/domain/ids.ts'
import { BlobPath } from '../../../shared/domain/messages.ts'
import { FreeText } from '../../../shared/domain/verdict.ts'

const runs = { numRuns: 10_000 }
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ maxLength: 80 }),
)

/** Ways out of a folder that have worked somewhere. */
const waysOut = [
  '..',
  '../x',
  'a/../../x',
  'a/..',
  '%2e%2e/x',
  '%252e%252e',
  '..%2fx',
  'a\\..\\x',
  '\\\\host\\x',
  'C:\\x',
  '/etc/passwd',
  '//x/y',
  'a//b',
  'a;/b',
  'a/.',
  'a/.b',
  'a\0/b',
  'a/\u2025/b',
  'ａ/b',
  'a/b\n',
  `a/${'b'.repeat(600)}`,
]

describe('text from outside', () => {
  it('is an id as it stands or not at all', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = Id.safeParse(text)
        assert.equal(parsed.success, /^[a-z0-9][a-z0-9-]{0,62}$/.test(text) && !text.endsWith('\n'))
        if (parsed.success) assert.equal(parsed.data, text)
      }),
      runs,
    )
    for (const text of ['İ', 'ı', 'A', 'a ', ' a', 'a\n', 'a\u200b', 'а', 'a'.repeat(64), ''])
      assert.equal(Id.safeParse(text).success, false, JSON.stringify(text))
  })

  it('is kept to the letter where people may write freely, and refused where it deceives the eye', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = FreeText.safeParse(text)
        if (parsed.success) assert.equal(parsed.data, text)
      }),
      runs,
    )
    assert.equal(FreeText.parse('zwölf 瓶 🍾\nline two\t"<b>"'), 'zwölf 瓶 🍾\nline two\t"<b>"')
    for (const text of ['\u202e', 'a\u2066b', '\u0000', 'a\u001b[31m', '\r\n', 'x'.repeat(2001), ''])
      assert.equal(FreeText.safeParse(text).success, false, JSON.stringify(text))
  })

  for (const path of waysOut)
    it(`leads nowhere as the path ${JSON.stringify(path).slice(0, 40)}`, () => {
      assert.equal(BlobPath.safeParse(path).success, false)
      assert.equal(CameraSource.safeParse(`file:${path}`).success, false)
    })

  it('never names a path outside of the folder that it is put into', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = BlobPath.safeParse(text)
        if (parsed.success) assert.ok(new URL(text, 'https://host/root/').pathname.startsWith('/root/'), text)
      }),
      runs,
    )
  })

  it('makes a camera open nothing but RTSP and files of its own folder', () => {
    const sources = [
      'http://host/x',
      'concat:a|b',
      'file:///etc/passwd',
      'exec:ls',
      'rtsp://user:pass@host/x',
      'rtsp://host/x -i y',
      'rtsp://host/$(id)',
      'pipe:0',
      'tcp://host:1',
      '-i',
    ]
    assert.deepEqual(
      sources.filter((source) => CameraSource.safeParse(source).success),
      [],
    )
  })
})
