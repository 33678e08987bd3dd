import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { BlobServiceClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { buildSample } from '../../harness/build-dataset-process.ts'
import { listCrashPoints, type ReachedPoint, runIntoCrash } from '../../harness/crash-runner.ts'
import { dumpTables } from '../../harness/dump-tables.ts'
import { createTestApp } from '../../harness/test-app.ts'

const script = fileURLToPath(new URL('../../harness/build-dataset-process.ts', import.meta.url))

describe('the build of a dataset that is killed', () => {
  let azurite: RunningAzurite
  let points: readonly ReachedPoint[]

  before(async () => {
    azurite = await startAzurite()
    await buildSample(azurite.connectionString, 'undisturbed', 12)
    points = await listCrashPoints(script, [azurite.connectionString, 'undisturbed'])
  })
  after(() => azurite.close())

  /** Everything that is stored for a site, the site's name left out. */
  const stored = async (site: string) => {
    const rows = (await dumpTables(azurite.connectionString, ['Datasets'])).split('\n').filter((row) => row.includes(site))
    const client = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('ml-data')
    const versions = rows.flatMap((row) => [...row.matchAll(/ds-[0-9a-f]{16}/g)].map(([version]) => version))
    const blobs: string[] = []
    for (const prefix of [`splits/${site}.`, ...new Set(versions.map((version) => `datasets/${version}/`))])
      for await (const { name } of client.listBlobsFlat({ prefix }))
        blobs.push(`${name} ${(await client.getBlobClient(name).downloadToBuffer()).toString('utf8')}`)
    // Versions are digests over the site as well, so that only what they say can be compared.
    const names = [...new Set(versions)].sort()
    return [...rows, ...blobs.sort()].map((text) =>
      text.replaceAll(site, 'SITE').replace(/ds-[0-9a-f]{16}/g, (name) => `version ${names.indexOf(name)}`),
    )
  }

  it('leaves no version that is not whole, and ends the second time where it would have ended undisturbed', async () => {
    const undisturbed = (await stored('undisturbed')).map((text) => text.replace(/version \d/g, 'version')).sort()
    assert.deepEqual(
      points.map(({ name }) => name),
      ['dataset-splits', 'dataset-items', 'dataset-file', 'dataset-header', 'dataset-diff', 'dataset-place', 'dataset-entry'],
    )
    const app = await createTestApp(azurite.connectionString)
    for (const { name, times } of points)
      for (let time = 1; time <= times; time++) {
        const site = `killed-at-${name}-${time}`
        await buildSample(azurite.connectionString, site, 12)
        await runIntoCrash(script, [azurite.connectionString, site], name, time)
        for (const { version } of (await app.datasets.list({ sites: [site], limit: 10 })).items)
          for await (const item of app.datasets.items(version)) assert.ok(item.frame)
        await buildSample(azurite.connectionString, site, 24)
        const repeated = (await stored(site)).map((text) => text.replace(/version \d/g, 'version')).sort()
        assert.deepEqual(repeated, undisturbed, site)
      }
  })
})
