import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type JsonElement, readJsonElements } from '../../../shared/formats/json-elements.ts'

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(text: string, size = 1000): Promise<JsonElement[]> {
  const elements: JsonElement[] = []
  for await (const element of readJsonElements(pieces(text, size))) elements.push(element)
  return elements
}

// Names such as __proto__ are refused, as everywhere where strangers' JSON is read.
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }).filter((text) => text !== '__proto__')
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value

describe('JSON that is read element by element', () => {
  it('gives the elements of every list as JSON.parse does, however it is cut into pieces and laid out', async () => {
    const file = fc.dictionary(name, fc.array(value, { maxLength: 4 }), { maxKeys: 4 })
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 2), async (content, size, indent) => {
        const text = JSON.stringify(content, null, indent)
        const expected = Object.entries(JSON.parse(text)).flatMap(([key, list]) =>
          (list as unknown[]).map((one, index) => ({ key, index, value: one })),
        )
        assert.deepEqual(JSON.stringify(await read(text, size)), JSON.stringify(expected))
      }),
      { numRuns: 500 },
    )
  })

  it('gives a list at the top, and what stands beside lists', async () => {
    assert.deepEqual(await read(' [1, {"a": [2]}, "]"] '), [
      { key: '', index: 0, value: 1 },
      { key: '', index: 1, value: { a: [2] } },
      { key: '', index: 2, value: ']' },
    ])
    assert.deepEqual(await read('{"info": {"version": "1"}, "images": []}'), [{ key: 'info', index: -1, value: { version: '1' } }])
  })

  for (const [text, problem] of [
    ['', /breaks off/],
    ['{"images": [1, 2', /images\[1\]: the file breaks off/],
    ['{"images": [1,, 2]}', /a value is missing/],
    ['{"images": [nonsense]}', /images\[0\]/],
    ['[1] 2', /something follows the end/],
    ['{"images": [1}', /a value is missing/],
    ['hello', /begins with neither/],
    [`[${'['.repeat(40)}${']'.repeat(40)}]`, /nests deeper/],
    ['[{"__proto__": 1}]', /proto/],
  ] as const) {
    it(`refuses ${text.slice(0, 24) || 'nothing'}`, () => assert.rejects(read(text), problem))
  }
})
