import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRoute } from '../../../local/functions-host/http/route-template.ts'

const match = (template: string, path: string) => parseRoute(template).match(path)

test('a parameter takes one segment, decoded but for an encoded slash', () => {
  assert.deepEqual(match('incidents/{id}', 'incidents/7'), { id: '7' })
  assert.deepEqual(match('incidents/{id}', 'INCIDENTS/a%20b%2Fc'), { id: 'a b%2Fc' })
  assert.deepEqual(match('incidents/{id}', 'incidents/50%'), { id: '50%' })
  assert.equal(match('incidents/{id}', 'incidents'), undefined)
  assert.equal(match('incidents/{id}', 'incidents/7/8'), undefined)
})

test('an optional parameter may be missing, one with a default then has it', () => {
  assert.deepEqual(match('items/{id?}', 'items'), {})
  assert.deepEqual(match('items/{id?}', 'items/3'), { id: '3' })
  assert.deepEqual(match('items/{page=1}', 'items'), { page: '1' })
  assert.deepEqual(match('items/{page:int=1}/{size:int?}', 'items/4/9'), { page: '4', size: '9' })
})

test('a catch-all takes the rest of the path, slashes included, or nothing', () => {
  assert.deepEqual(match('files/{*path}', 'files/a/b/c.txt'), { path: 'a/b/c.txt' })
  assert.deepEqual(match('files/{**path}', 'files/a//b'), { path: 'a//b' })
  assert.deepEqual(match('files/{*path}', 'files'), {})
})

test('text and parameters may share a segment, read from the right', () => {
  assert.deepEqual(match('media/{name}.{extension}', 'media/clip.2.mp4'), { name: 'clip.2', extension: 'mp4' })
  assert.deepEqual(match('v{version}/things', 'v2/things'), { version: '2' })
})

const constraints: [string, string[], string[]][] = [
  ['int', ['0', '-5', '2147483647'], ['2147483648', '1.5', 'x']],
  ['long', ['9223372036854775807'], ['9223372036854775808']],
  ['bool', ['true', 'FALSE'], ['1', 'yes']],
  ['guid', ['6f9619ff-8b86-d011-b42d-00c04fc964ff', '{6F9619FF8B86D011B42D00C04FC964FF}'], ['6f9619ff']],
  ['decimal', ['1', '-1.5'], ['1e3', 'x']],
  ['double', ['1e3', '.5'], ['x']],
  ['datetime', ['2026-11-20', '2026-11-20T10:00:00Z'], ['never']],
  ['alpha', ['abC'], ['a1']],
  ['length(3)', ['abc'], ['ab', 'abcd']],
  ['length(2,3)', ['ab', 'abc'], ['a', 'abcd']],
  ['minlength(2)', ['ab'], ['a']],
  ['maxlength(2)', ['ab'], ['abc']],
  ['min(5)', ['5'], ['4', 'x']],
  ['max(5)', ['5', '-9'], ['6']],
  ['range(1,3)', ['1', '3'], ['0', '4']],
  ['regex(^\\d{{3}}-\\w+$)', ['123-ab'], ['12-ab']],
  ['int:min(2)', ['2'], ['1', '2.5']],
]
for (const [constraint, good, bad] of constraints) {
  test(`the constraint ${constraint} takes ${good.join(', ')} and refuses ${bad.join(', ')}`, () => {
    for (const text of good) assert.ok(match(`x/{value:${constraint}}`, `x/${text}`), text)
    for (const text of bad) assert.equal(match(`x/{value:${constraint}}`, `x/${text}`), undefined, text)
  })
}

test('a template with unknown constraints or open braces is refused by name', () => {
  assert.throws(() => parseRoute('x/{id:prime}'), /prime/)
  assert.throws(() => parseRoute('x/{id'), /x\/\{id/)
})

test('the more specific template sorts first', () => {
  const templates = ['{*rest}', 'a/{x}', 'a/{x:int}', 'a/b', 'a/{x}.{y}']
  const sorted = templates.toSorted((a, b) => parseRoute(a).precedence.localeCompare(parseRoute(b).precedence))
  assert.equal(sorted[0], 'a/b')
  assert.deepEqual(sorted.slice(-2), ['a/{x}', '{*rest}'])
})
