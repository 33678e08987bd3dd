import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { ModuleRuntime, Release } from '../../../shared/domain/release.ts'
import type { ReleaseStore } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'

const digest = `sha256:${'a'.repeat(64)}`

function release(site: string, id: string, minute = 0, more: Partial<Release> = {}): Release {
  return {
    ...{ id, site, runtime: 'code-1', state: 'waiting', repository: 'sightloop/edge', builds: [], images: [] },
    ...{ createdAt: new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString(), ...more },
  }
}

describe('the store of releases', () => {
  let azurite: RunningAzurite
  let releases: ReleaseStore
  before(async () => {
    azurite = await startAzurite()
    releases = (await createTestApp(azurite.connectionString)).releases
  })
  after(() => azurite.close())

  test('lets one of many write a new release, also when their clocks differ, and of two changes the first', async () => {
    const writes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, minute) => releases.save(release('versions', 'rel-1', minute), undefined)),
    )
    assert.equal(writes.filter(({ status }) => status === 'fulfilled').length, 1)
    const { value, version } = (await releases.find('versions', 'rel-1'))!
    await releases.save({ ...value, state: 'building' }, version)
    await assert.rejects(releases.save({ ...value, state: 'failed' }, version), { code: 'release-changed' })
    assert.equal((await releases.list({ sites: ['versions'], limit: 10 })).items.length, 1)
    assert.equal(await releases.find('other', 'rel-1'), undefined)
  })

  test('lists the releases of several sites newest first, page by page, each once', async () => {
    for (const minute of [1, 2, 3])
      for (const site of ['list-a', 'list-b']) await releases.save(release(site, `rel-${site}-${minute}`, minute), undefined)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await releases.list({ sites: ['list-a', 'list-b'], cursor, limit: 2 })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor !== undefined)
    const expected = [3, 2, 1].flatMap((minute) => ['list-a', 'list-b'].map((site) => `rel-${site}-${minute}`))
    assert.deepEqual(seen, expected)
    await assert.rejects(releases.list({ sites: ['list-a'], cursor: "r~' or 1 eq 1", limit: 2 }), { code: 'input-invalid' })
  })

  test('knows what a model file was built into, newest first, at every site', async () => {
    const model = { name: 'line', version: '1', digest: 'b'.repeat(64) }
    await releases.save(release('model-a', 'rel-a', 1, { model }), undefined)
    await releases.save(release('model-b', 'rel-b', 2, { model }), undefined)
    assert.deepEqual(
      (await releases.ofModel(model.digest)).map(({ id }) => id),
      ['rel-b', 'rel-a'],
    )
    assert.deepEqual(await releases.ofModel('c'.repeat(64)), [])
  })

  test('keeps one set of images for a version of the runtime, and takes the one that was registered last', async () => {
    const runtime = (version: string, bytes = 1): ModuleRuntime => ({
      ...{ version, repository: 'sightloop/edge', images: [{ architecture: 'amd64', digest, bytes }] },
      ...{ registeredAt: '2026-11-20T10:00:00.000Z', registeredBy: 'engineer' },
    })
    assert.equal(await releases.newestRuntime(), undefined)
    await Promise.all([1, 2, 3].map(() => releases.saveRuntime(runtime('code-1'))))
    await releases.saveRuntime(runtime('code-2'))
    assert.equal((await releases.newestRuntime())?.version, 'code-2')
    await assert.rejects(releases.saveRuntime(runtime('code-1', 2)), { code: 'input-invalid' })
    await releases.saveRuntime({ ...runtime('code-1'), registeredBy: 'somebody else' })
    assert.equal((await releases.newestRuntime())?.version, 'code-1')
    assert.equal((await releases.runtime('code-1'))?.registeredBy, 'engineer')
  })
})
