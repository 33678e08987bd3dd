import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type ContainerRegistry, startContainerRegistry } from '../../../local/container-registry/start.ts'

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const manifestType = 'application/vnd.oci.image.manifest.v1+json'

describe('the container registry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'))
  let registry: ContainerRegistry
  before(async () => {
    registry = await startContainerRegistry({ folder, maxBlobBytes: 1000 })
  })
  after(async () => {
    await registry.close()
    rmSync(folder, { recursive: true })
  })

  const call = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    fetch(`${registry.url}${path}`, { method, headers, ...(body !== undefined && { body }) })
  const codeOf = async (answer: Response) => ((await answer.json()) as { errors: { code: string }[] }).errors[0]!.code

  async function push(repository: string, text: string): Promise<string> {
    const answer = await call('POST', `/v2/${repository}/blobs/uploads/?digest=${digestOf(text)}`, text)
    assert.equal(answer.status, 201)
    return digestOf(text)
  }

  async function pushManifest(repository: string, tag: string | undefined, more: object = {}) {
    const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: await push(repository, '{}'), size: 2 }
    const text = JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers: [], ...more })
    const answer = await call('PUT', `/v2/${repository}/manifests/${tag ?? digestOf(text)}`, text, { 'content-type': manifestType })
    return { text, digest: digestOf(text), size: text.length, mediaType: manifestType, answer }
  }

  test('takes a blob at once, in one piece and in chunks, and gives it back whole or in part', async () => {
    await push('ways', 'at once')
    const begun = await call('POST', '/v2/ways/blobs/uploads/')
    assert.equal(begun.status, 202)
    const whole = await call('PUT', `${begun.headers.get('location')}?digest=${digestOf('one piece')}`, 'one piece')
    assert.equal(whole.status, 201)

    const location = (await call('POST', '/v2/ways/blobs/uploads/')).headers.get('location')!
    const first = await call('PATCH', location, 'chunk one,', { 'content-range': '0-9' })
    assert.deepEqual([first.status, first.headers.get('range')], [202, '0-9'])
    const skipped = await call('PATCH', location, 'x', { 'content-range': '20-20' })
    assert.deepEqual([skipped.status, skipped.headers.get('range')], [416, '0-9'])
    assert.equal((await call('GET', location)).headers.get('range'), '0-9')
    const last = await call('PUT', `${location}?digest=${digestOf('chunk one,two')}`, 'two', { 'content-range': '10-12' })
    assert.equal(last.status, 201)

    const path = `/v2/ways/blobs/${digestOf('chunk one,two')}`
    assert.equal(await (await call('GET', path)).text(), 'chunk one,two')
    assert.equal((await call('HEAD', path)).headers.get('content-length'), '13')
    const part = await call('GET', path, undefined, { range: 'bytes=6-8' })
    assert.deepEqual([part.status, part.headers.get('content-range'), await part.text()], [206, 'bytes 6-8/13', 'one'])
    assert.equal(await (await call('GET', path, undefined, { range: 'bytes=-3' })).text(), 'two')
    assert.equal((await call('GET', path, undefined, { range: 'bytes=99-' })).status, 416)
  })

  test('keeps nothing that is not what its digest says, or is too large', async () => {
    const wrong = await call('POST', `/v2/strict/blobs/uploads/?digest=${digestOf('this')}`, 'that')
    assert.deepEqual([wrong.status, await codeOf(wrong)], [400, 'DIGEST_INVALID'])
    assert.equal((await call('HEAD', `/v2/strict/blobs/${digestOf('this')}`)).status, 404)
    const large = 'x'.repeat(1001)
    assert.equal((await call('POST', `/v2/strict/blobs/uploads/?digest=${digestOf(large)}`, large)).status, 413)
    const other = await call('PUT', `/v2/strict/manifests/${digestOf('other')}`, JSON.stringify({ schemaVersion: 2, manifests: [] }), {
      'content-type': 'application/vnd.oci.image.index.v1+json',
    })
    assert.deepEqual([other.status, await codeOf(other)], [400, 'DIGEST_INVALID'])
  })

  test('takes a blob over from another repository without its bytes', async () => {
    const digest = await push('from/here', 'shared')
    const mounted = await call('POST', `/v2/to/there/blobs/uploads/?mount=${digest}&from=from/here`)
    assert.equal(mounted.status, 201)
    assert.equal(await (await call('GET', `/v2/to/there/blobs/${digest}`)).text(), 'shared')
    assert.equal((await call('POST', `/v2/to/there/blobs/uploads/?mount=${digestOf('none')}&from=from/here`)).status, 202)
  })

  test('finds manifests by tag and digest, moves tags, and lists them page by page', async () => {
    const one = await pushManifest('tags', 'v1')
    const two = await pushManifest('tags', 'V1', { annotations: { two: '2' } })
    for (const tag of ['a', 'b', 'c']) await pushManifest('tags', tag)
    assert.deepEqual([one.answer.status, one.answer.headers.get('docker-content-digest')], [201, one.digest])
    assert.equal(await (await call('GET', `/v2/tags/manifests/${one.digest}`)).text(), one.text)
    assert.equal((await call('HEAD', '/v2/tags/manifests/V1')).headers.get('docker-content-digest'), two.digest)
    await call('PUT', '/v2/tags/manifests/v1', two.text, { 'content-type': manifestType })
    assert.equal(await (await call('GET', '/v2/tags/manifests/v1')).text(), two.text)

    const seen: string[] = []
    for (let path: string | undefined = '/v2/tags/tags/list?n=2'; path !== undefined; ) {
      const page: Response = await call('GET', path)
      seen.push(...((await page.json()) as { tags: string[] }).tags)
      path = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1]
    }
    assert.deepEqual(seen, ['V1', 'a', 'b', 'c', 'v1'])
    assert.equal(await codeOf(await call('GET', '/v2/nobody/tags/list')), 'NAME_UNKNOWN')
  })

  test('says what refers to a manifest, also by kind, also before it is there itself', async () => {
    const subject = await pushManifest('subject', 'image')
    const about = { mediaType: subject.mediaType, digest: subject.digest, size: subject.size }
    const bill = await pushManifest('subject', undefined, { subject: about, artifactType: 'test/bill', annotations: { a: '1' } })
    assert.equal(bill.answer.headers.get('oci-subject'), subject.digest)
    await pushManifest('subject', undefined, { subject: about, artifactType: 'test/other' })
    const of = async (query: string) => {
      const answer = await call('GET', `/v2/subject/referrers/${subject.digest}${query}`)
      return { answer, manifests: ((await answer.json()) as { manifests: { digest: string; artifactType: string }[] }).manifests }
    }
    assert.equal((await of('')).manifests.length, 2)
    const { answer, manifests } = await of('?artifactType=test/bill')
    assert.equal(answer.headers.get('oci-filters-applied'), 'artifactType')
    assert.deepEqual(manifests, [
      { mediaType: manifestType, digest: bill.digest, size: bill.size, artifactType: 'test/bill', annotations: { a: '1' } },
    ])
    const later = await call('GET', `/v2/subject/referrers/${digestOf('nothing')}`)
    assert.deepEqual([later.status, ((await later.json()) as { manifests: [] }).manifests], [200, []])
    assert.equal((await call('DELETE', `/v2/subject/manifests/${bill.digest}`)).status, 202)
    assert.equal((await of('')).manifests.length, 1)
  })

  test('removes tags, manifests with their tags, and blobs from one repository only', async () => {
    const { digest } = await pushManifest('gone', 'one')
    await pushManifest('gone', 'two')
    assert.equal((await call('DELETE', '/v2/gone/manifests/one')).status, 202)
    assert.equal((await call('GET', `/v2/gone/manifests/${digest}`)).status, 200)
    assert.equal((await call('DELETE', `/v2/gone/manifests/${digest}`)).status, 202)
    assert.equal(await codeOf(await call('GET', '/v2/gone/manifests/two')), 'MANIFEST_UNKNOWN')
    await push('kept', '{}')
    assert.equal((await call('DELETE', `/v2/gone/blobs/${digestOf('{}')}`)).status, 202)
    assert.equal((await call('GET', `/v2/gone/blobs/${digestOf('{}')}`)).status, 404)
    assert.equal((await call('GET', `/v2/kept/blobs/${digestOf('{}')}`)).status, 200)
  })

  const wrong: readonly (readonly [string, string, string, string, string])[] = [
    ['a name with capitals', 'GET', '/v2/Upper/tags/list', '', 'NAME_INVALID'],
    ['a way out of the folder', 'GET', '/v2/%2e%2e/%2e%2e/blobs/sha256:00', '', 'NAME_UNKNOWN'],
    ['a digest that is none', 'GET', '/v2/a/blobs/sha256:xyz', '', 'DIGEST_INVALID'],
    ['an upload that nobody began', 'PATCH', `/v2/a/blobs/uploads/${'0'.repeat(36)}`, 'x', 'BLOB_UPLOAD_UNKNOWN'],
    ['a manifest that is no JSON', 'PUT', '/v2/a/manifests/v1', 'no', 'MANIFEST_INVALID'],
    [
      'a manifest of parts that are not there',
      'PUT',
      '/v2/a/manifests/v1',
      JSON.stringify({ schemaVersion: 2, config: { mediaType: 'x', digest: digestOf('?'), size: 1 }, layers: [] }),
      'MANIFEST_BLOB_UNKNOWN',
    ],
    ['a tag that is none', 'GET', '/v2/a/manifests/-v1', '', 'TAG_INVALID'],
  ]
  for (const [what, method, path, body, code] of wrong)
    test(`refuses ${what} with ${code}`, async () => {
      const answer = await call(method, path, body === '' ? undefined : body, { 'content-type': manifestType })
      assert.equal(await codeOf(answer), code)
    })
})
