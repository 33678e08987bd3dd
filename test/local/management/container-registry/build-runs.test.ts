import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { openBuildRuns } from '../../../../local/management/container-registry/build-runs.ts'
import { createOciImageRegistry } from '../../../../shared/adapters/oci-image-registry.ts'

const build = { repository: 'a', tag: 'a', dockerfile: 'Dockerfile', platform: { os: 'linux', architecture: 'amd64' }, buildArguments: {} }

test('builds that a stop left undone are done after the next start, each once, and their sources are removed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'build-runs-'))
  try {
    mkdirSync(join(folder, 'source'))
    for (const name of ['one', 'two']) writeFileSync(join(folder, 'source', name), gzipSync('no archive'))
    const surroundings = { folder, registry: createOciImageRegistry({ url: 'http://127.0.0.1:1' }), mount: async () => {} }
    const before = openBuildRuns(surroundings)
    const runs = ['one', 'two'].map((sourceLocation) => before.begin({ ...build, sourceLocation }))
    await before.close()
    assert.ok(runs.some(({ runId }) => before.find(runId)?.status === 'Queued'))

    const after = openBuildRuns(surroundings)
    while (!runs.every(({ runId }) => after.find(runId)?.status === 'Failed')) await sleep(2)
    assert.match(after.find(runs[0]!.runId)?.problem ?? '', /The context/)
    assert.equal(after.list().length, 2)
    await after.close()
    assert.deepEqual(readdirSync(join(folder, 'source')), [])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
