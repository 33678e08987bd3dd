import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { BlockBlobClient } from '@azure/storage-blob'
import { exportRoutes } from '../../../functions/review/routes/exports.ts'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { AnnotationImport } from '../../../shared/domain/annotation-import.ts'
import { systemClock } from '../../../shared/domain/clock.ts'
import { DatasetExport } from '../../../shared/domain/dataset.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { checkExport } from '../../../shared/operations/check-export.ts'
import { importAnnotations } from '../../../shared/operations/import-annotations.ts'
import { writeExport } from '../../../shared/operations/write-export.ts'
import { createExportApp, type ExportApp, sampleFrames, storeDataset } from '../../shared/operations/export-support/sample-export.ts'
import { idOf, reviewApi } from './review-api.ts'

let azurite: RunningAzurite
let app: ExportApp
let call: ReturnType<typeof reviewApi>
let version: string

before(async () => {
  azurite = await startAzurite()
  app = await createExportApp(azurite.connectionString, { clock: systemClock })
  for (const role of ['data-scientist', 'data-labeler', 'safety-auditor'] as const) {
    await app.ports.people.save({ id: idOf(role), name: role, sites: ['plant-1'] })
  }
  call = reviewApi(app.ports)
  version = (await storeDataset(app.ports, sampleFrames(5))).header.version
})
after(() => azurite.close())

/** Routes that start orchestrations get the engine's client from the host; here its place is taken by the test's. */
async function start(name: string, params: Record<string, string>, body: unknown = undefined) {
  const row = exportRoutes.find((route) => route.name === name)
  const person: Principal = { id: idOf('data-scientist'), name: 'Scientist', roles: ['data-scientist'], sites: ['plant-1'] }
  const found = await row?.run(app.ports, {
    person,
    params,
    query: {},
    body: row.body?.parse(body),
    file: new Uint8Array(),
    version: undefined,
  })
  return DatasetExport.or(AnnotationImport).parse(found) as { id: string; state: string; images?: string }
}

describe('the API of exports', () => {
  const as = 'data-scientist'

  it('leads from the request to a ZIP that can be fetched', async () => {
    const asked = await start('requestExport', { version }, { format: 'coco' })
    assert.deepEqual([asked.state, asked.images], ['waiting', 'included'])
    const { id } = asked
    assert.deepEqual(app.started.at(-1)?.input, { id })
    assert.equal((await call('POST', `exports/${id}/links`, { as })).status, 404)

    await writeExport(app.ports, id)
    await checkExport(app.ports, id)
    const ready = await call('GET', `exports/${id}`, { as })
    assert.deepEqual([ready.body.state, ready.body.frames, ready.body.path], ['ready', 5, undefined])
    const link = await call('POST', `exports/${id}/links`, { as: 'safety-auditor' })
    const answer = await fetch(link.body.url)
    assert.equal(answer.headers.get('content-disposition'), 'attachment')
    assert.equal((await answer.arrayBuffer()).byteLength, ready.body.bytes)
    assert.equal((await fetch(link.body.url, { method: 'DELETE' })).status, 403)
    assert.deepEqual((await call('GET', `datasets/${version}/exports`, { as })).body.items, [ready.body])
  })

  it('writes down who asked and who took it along', async () => {
    const { entries } = (await call('GET', 'sites/plant-1/audit', { as: 'safety-auditor' })).body
    const actions = entries.map(({ action, who }: { action: string; who: string }) => `${action} ${who}`)
    assert.ok(actions.includes(`export-requested ${idOf('data-scientist')}`))
    assert.ok(actions.includes(`export-downloaded ${idOf('safety-auditor')}`))
  })

  it('refuses formats that do not exist, and roles that do not work with data', async () => {
    assert.equal((await call('POST', `datasets/${version}/exports`, { as, body: { format: 'tfrecord' } })).status, 400)
    assert.equal((await call('POST', `datasets/${version}/exports`, { as: 'safety-auditor', body: { format: 'coco' } })).status, 403)
    await assert.rejects(start('requestExport', { version: 'ds-0000000000000000' }, { format: 'coco' }), /no such thing/)
  })
})

describe('the API of imports', () => {
  it('leads from the request over an upload to a report', async () => {
    const as = 'data-labeler'
    const asked = await call('POST', 'imports', { as, body: { site: 'plant-1', format: 'coco' } })
    assert.deepEqual([asked.status, asked.body.state, asked.body.path], [201, 'waiting', undefined])
    const { id, upload } = asked.body
    await assert.rejects(start('startImport', { id }), /Nothing was uploaded yet/)
    await new BlockBlobClient(upload.url).uploadData(Buffer.from('{"images": [{"id": 1, "width": 9, "height": 9, "file_name": "a.jpg"}]}'))
    assert.equal((await start('startImport', { id })).state, 'reading')
    assert.deepEqual(app.started.at(-1), { name: 'import-annotations', id: `import-${id}-1`, input: { id } })
    await importAnnotations(app.ports, id)
    const { body } = await call('GET', `imports/${id}`, { as })
    assert.deepEqual([body.state, body.report.unknownPictures], ['done', { count: 1, first: ['a.jpg'] }])
  })
})
