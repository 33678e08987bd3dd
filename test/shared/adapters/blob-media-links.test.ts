import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import fc from 'fast-check'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createBlobMediaLinks } from '../../../shared/adapters/blob-media-links.ts'
import { systemClock } from '../../../shared/domain/clock.ts'
import type { MediaContainer } from '../../../shared/ports.ts'

const inMinutes = (minutes: number) => new Date(systemClock().getTime() + minutes * 60_000).toISOString()

describe('links to media', () => {
  let azurite: RunningAzurite
  const link = (container: MediaContainer, path: string, minutes = 5) =>
    createBlobMediaLinks({ connectionString: azurite.connectionString }, systemClock).link(container, path, inMinutes(minutes))

  before(async () => {
    azurite = await startAzurite()
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('raw-video')
    await container.create()
    for (const name of ['plant/a.mp4', 'plant/b.mp4']) await container.getBlockBlobClient(name).upload('video', 5)
  })
  after(() => azurite.close())

  it('open their one blob, as the kind of media that the container holds', async () => {
    const response = await fetch(await link('raw-video', 'plant/a.mp4'))
    assert.equal(await response.text(), 'video')
    assert.equal(response.headers.get('content-type'), 'video/mp4')
  })

  it('open nothing else and change nothing', async () => {
    const url = await link('raw-video', 'plant/a.mp4')
    const other = url.replace('/a.mp4', '/b.mp4')
    const tampered = url.replace('sp=r', 'sp=rw')
    const list = `${url.replace(/\/plant\/a\.mp4/, '')}&restype=container&comp=list`
    const statuses = await Promise.all([
      fetch(other),
      fetch(tampered),
      fetch(list),
      fetch(url, { method: 'PUT', body: 'x', headers: { 'x-ms-blob-type': 'BlockBlob' } }),
      fetch(url, { method: 'DELETE' }),
    ])
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [403, 403, 403, 403, 403],
    )
  })

  it('are dead when their time is over', async () => {
    assert.equal((await fetch(await link('raw-video', 'plant/a.mp4', -1))).status, 403)
  })

  it('give nothing but reading of one blob for ten minutes at most, whatever is asked for', async () => {
    const path = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,20}){1,4}$/)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<MediaContainer[]>('raw-video', 'snapshots'),
        path,
        fc.integer({ min: 1, max: 10 }),
        async (container, name, minutes) => {
          const values = new URL(await link(container, name, minutes)).searchParams
          assert.equal(values.get('sr'), 'b')
          assert.equal(values.get('sp'), 'r')
          assert.equal(values.get('st'), null)
          assert.equal(values.get('ss'), null)
          assert.ok(Date.parse(values.get('se')!) <= systemClock().getTime() + 10 * 60_000)
          assert.ok(values.get('rsct') && values.get('rscd'))
        },
      ),
      { numRuns: 200 },
    )
    await assert.rejects(link('raw-video', 'plant/a.mp4', 11), /10 minutes/)
  })

  it('go over https alone where the account does', async () => {
    const links = createBlobMediaLinks(
      { connectionString: 'DefaultEndpointsProtocol=https;AccountName=plant;AccountKey=a2V5;EndpointSuffix=core.windows.net' },
      systemClock,
    )
    const url = new URL(await links.link('raw-video', 'plant/a.mp4', inMinutes(5)))
    assert.equal(url.protocol, 'https:')
    assert.equal(url.searchParams.get('spr'), 'https')
  })
})
