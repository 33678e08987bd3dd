import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { exportFormats } from '../../../shared/domain/dataset.ts'
import { failExport } from '../../../shared/operations/advance-export.ts'
import { checkExport } from '../../../shared/operations/check-export.ts'
import { listExports, requestExport } from '../../../shared/operations/request-export.ts'
import { writeExport } from '../../../shared/operations/write-export.ts'
import type { ExportFile } from '../../../shared/ports.ts'
import { runIntoCrash } from '../../harness/crash-runner.ts'
import { createExportApp, type ExportApp, runExport, sampleFrames, scientist, storeDataset } from './export-support/sample-export.ts'

let azurite: RunningAzurite

async function all<T>(things: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const thing of things) list.push(thing)
  return list
}

let app: ExportApp
let dataset: Awaited<ReturnType<typeof storeDataset>>

before(async () => {
  azurite = await startAzurite()
  app = await createExportApp(azurite.connectionString)
  dataset = await storeDataset(app.ports, sampleFrames(30))
})
after(() => azurite.close())

describe('an export', () => {
  for (const format of exportFormats) {
    for (const images of ['included', 'urls'] as const) {
      it(`in ${format} with pictures ${images} is ready after it was read back`, async () => {
        const job = await runExport(app.ports, dataset.header.version, format, images)
        assert.equal(job?.problem, undefined)
        assert.equal(job?.state, 'ready')
        assert.deepEqual([job?.frames, job?.annotations, job?.dropped], [30, 46, 5])
        assert.equal(job?.progress, 1)
      })
    }
  }

  it('tells size and hash of its ZIP, and holds the pictures to the byte', async () => {
    const job = await runExport(app.ports, dataset.header.version, 'coco')
    const url = await app.ports.links.link('exports', job?.path ?? '', new Date(app.clock.now().getTime() + 60_000).toISOString())
    // The clock of the test stands in the past, so the link does not open; the ZIP is read as the check reads it.
    assert.match(url, /sp=r&/)
    const pictures: string[] = []
    for await (const { path, content } of app.ports.exports.read(job?.path ?? '')) {
      const bytes = Buffer.concat(await all(content))
      if (path.endsWith('.jpg')) pictures.push(createHash('sha256').update(bytes).digest('hex'))
    }
    assert.deepEqual(
      pictures,
      dataset.items.map(({ frame }) => frame),
    )
  })

  it('has the same bytes when it is made again', async () => {
    const files = async function* (): AsyncGenerator<ExportFile> {
      yield { path: 'a.txt', text: ['some ', 'text'] }
      for (const { frame } of dataset.items) yield { path: `images/${frame}.jpg`, frame }
    }
    const first = await app.ports.exports.write('plant-1/one.zip', files())
    assert.deepEqual(await app.ports.exports.write('plant-1/two.zip', files()), first)
  })

  it('is written and read back in several blocks when it is large', async () => {
    const { header } = await storeDataset(app.ports, sampleFrames(7, 1_900_001))
    const job = await runExport(app.ports, header.version, 'yolo')
    assert.deepEqual([job?.problem, job?.state, job?.frames], [undefined, 'ready', 7])
    assert.ok((job?.bytes ?? 0) > 7 * 1_900_001)
  })

  it('is made once, however often it is asked for', async () => {
    const request = { dataset: dataset.header.version, format: 'voc', images: 'included' } as const
    const [first, second] = await Promise.all([requestExport(app.ports, scientist, request), requestExport(app.ports, scientist, request)])
    assert.deepEqual(first, second)
    assert.equal(app.started.filter(({ id }) => id.startsWith(`export-${first.id}`)).length, 1)
    assert.equal((await listExports(app.ports, scientist, request.dataset)).filter(({ id }) => id === first.id).length, 1)
  })

  it('is not there for somebody of another site', async () => {
    const stranger = { ...scientist, sites: ['plant-2'] }
    const request = { dataset: dataset.header.version, format: 'coco', images: 'included' } as const
    await assert.rejects(requestExport(app.ports, stranger, request), /There is no such thing/)
    await assert.rejects(listExports(app.ports, stranger, request.dataset), /There is no such thing/)
  })
})

describe('an export that went wrong', () => {
  it('fails when the file is another than the dataset, and is made anew when it is asked for again', async () => {
    const { ports, started, clock } = await createExportApp(azurite.connectionString)
    const { header, items } = await storeDataset(ports, sampleFrames(6, 1000))
    const request = { dataset: header.version, format: 'csv', images: 'included' } as const
    const { id } = await requestExport(ports, scientist, request)
    // A ZIP that holds other boxes, and one picture under the name of another.
    const exports = {
      ...ports.exports,
      write: (path: string, files: AsyncIterable<ExportFile>) =>
        ports.exports.write(
          path,
          (async function* () {
            for await (const file of files) {
              if ('frame' in file && file.frame === items[0]?.frame) yield { ...file, frame: items[1]?.frame ?? '' }
              else if (file.path === 'annotations.csv' && 'text' in file) {
                yield { path: file.path, text: [(await all(file.text)).join('').replaceAll('0.2,', '0.25,')] }
              } else yield file
            }
          })(),
        ),
    }
    await writeExport({ ...ports, exports }, id)
    await checkExport(ports, id)
    const failed = (await ports.exports.find(id))?.value
    assert.equal(failed?.state, 'failed')
    assert.match(failed?.problem ?? '', /has another label or box 1 than the dataset/)

    clock.advance(1000)
    assert.equal((await requestExport(ports, scientist, request)).state, 'waiting')
    assert.equal(new Set(started.map((one) => one.id)).size, 2)
    assert.equal((await runExport(ports, header.version, 'csv'))?.state, 'ready')
  })

  it('names the frame that is not stored', async () => {
    const { ports } = await createExportApp(azurite.connectionString)
    const { header, items } = await storeDataset(ports, sampleFrames(7, 500))
    const frame = items[3]?.frame ?? ''
    const { BlobServiceClient } = await import('@azure/storage-blob')
    await BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('ml-data').deleteBlob(`frames/${frame}.jpg`)
    const { id } = await requestExport(ports, scientist, { dataset: header.version, format: 'yolo', images: 'included' })
    await assert.rejects(writeExport(ports, id), new RegExp(`${frame} is not stored`))
    await failExport(ports, { id, problem: 'A frame is missing.' })
    assert.deepEqual(
      [(await ports.exports.find(id))?.value.state, (await ports.exports.find(id))?.value.problem],
      ['failed', 'A frame is missing.'],
    )
  })
})

describe('an export whose process is killed', () => {
  const script = new URL('./export-support/export-process.ts', import.meta.url).pathname
  const points = [
    ['yolo', 'export-file', 9],
    ['voc', 'export-written', 1],
    ['cvat', 'export-noted', 1],
    ['csv', 'export-checked', 1],
  ] as const

  it('is made by the next try, with the same bytes, whatever it was doing', async () => {
    const { ports } = await createExportApp(azurite.connectionString)
    const { header } = await storeDataset(ports, sampleFrames(8, 700))
    const whole = await runExport(ports, header.version, 'coco')
    const killed = points.map(async ([format, point, time]) => {
      const key = { dataset: header.version, format, images: 'included' } as const
      const { id } = await requestExport(ports, scientist, key)
      await runIntoCrash(script, [azurite.connectionString, id], point, time)
      await writeExport(ports, id)
      await checkExport(ports, id)
      const stored = await ports.exports.find(id)
      const job = stored?.value
      assert.deepEqual([job?.state, job?.frames, job?.annotations], ['ready', whole?.frames, whole?.annotations], point)
      if (job !== undefined) await ports.exports.save({ ...job, state: 'waiting' }, stored?.version)
      assert.deepEqual(await runExport(ports, header.version, format), job, 'undisturbed it would have been the same')
    })
    await Promise.all(killed)
  })
})
