import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { BlobServiceClient, BlockBlobClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { writeZip, type ZipContent } from '../../../shared/adapters/zip-writer.ts'
import { type ImportFormat, importFormats } from '../../../shared/domain/annotation-import.ts'
import { systemClock } from '../../../shared/domain/clock.ts'
import type { DatasetItem } from '../../../shared/domain/dataset.ts'
import type { FrameManifest } from '../../../shared/domain/frame.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { objectsOf } from '../../../shared/formats/layout.ts'
import { importAnnotations } from '../../../shared/operations/import-annotations.ts'
import { findImport, listImports, requestImport, startImport } from '../../../shared/operations/request-import.ts'
import type { Ports } from '../../../shared/ports.ts'
import { runIntoCrash } from '../../harness/crash-runner.ts'
import { createExportApp, type ExportApp, runExport, sampleFrames, storeDataset } from './export-support/sample-export.ts'

const labeler: Principal = { id: 'labeler-1', name: 'Labeler', roles: ['data-labeler'], sites: ['plant-1'] }

let azurite: RunningAzurite
let app: ExportApp
let ports: Ports
let items: readonly DatasetItem[]
let version: string

before(async () => {
  azurite = await startAzurite()
  // Links are checked by the storage against its own clock.
  app = await createExportApp(azurite.connectionString, { clock: systemClock })
  ports = app.ports
  const dataset = await storeDataset(ports, sampleFrames(12, 500))
  items = dataset.items
  version = dataset.header.version
  for (const recording of new Set(items.map((item) => item.recording))) await ports.frames.saveManifest(manifestOf(recording))
})
after(() => azurite.close())

function manifestOf(recording: string): FrameManifest {
  const frames = items
    .filter((item) => item.recording === recording)
    .map(({ frame, ptsMs, at, width, height, bytes, likeness }, index) => ({
      ...{ id: frame, ptsMs, index, at, width, height, bytes, likeness, reasons: ['incident' as const] },
    }))
  const [from, to] = ['2026-11-20T08:00:00.000Z', '2026-11-20T08:01:00.000Z']
  return {
    ...{ recording, site: 'plant-1', camera: 'camera-1', startedAt: from, endedAt: to, videoSha256: 'a'.repeat(64) },
    ...{ decoder: 'none', outcome: 'complete', nearDuplicates: 0, frames },
  }
}

async function upload(content: Uint8Array, format: ImportFormat, emptyPictures: 'nothing-there' | 'not-looked-at' = 'nothing-there') {
  const job = await requestImport(ports, labeler, { site: 'plant-1', format, emptyPictures })
  await new BlockBlobClient(job.upload.url).uploadData(content)
  await startImport(ports, labeler, job.id)
  return job
}

async function bring(content: Uint8Array, format: ImportFormat, emptyPictures?: 'nothing-there' | 'not-looked-at') {
  const { id } = await upload(content, format, emptyPictures)
  await importAnnotations(ports, id)
  return findImport(ports, labeler, id)
}

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const entries = async function* (): AsyncGenerator<ZipContent> {
    for (const [path, text] of Object.entries(files)) {
      yield {
        path,
        isCompressed: false,
        content: (async function* () {
          yield Buffer.from(text)
        })(),
      }
    }
  }
  const pieces: Uint8Array[] = []
  for await (const piece of writeZip(entries())) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function editsOf(recording: string, app = ports) {
  return app.frameEdits.ofRecording('plant-1', recording)
}

/** A COCO file about one picture. */
function cocoOf(frame: string, boxes: readonly number[][], label = 'missing-cap') {
  return {
    images: [{ id: 7, width: 640, height: 360, file_name: `anything/${frame}.jpg` }],
    annotations: boxes.map((bbox, index) => ({ id: index, image_id: 7, category_id: 3, bbox, area: 1, iscrowd: 0 })),
    categories: [{ id: 3, name: label }],
  }
}
const jsonOf = (value: unknown) => Buffer.from(JSON.stringify(value))

describe('annotations that are brought back', () => {
  for (const format of importFormats) {
    it(`from our own ${format} export become edits with the same labels and boxes`, async () => {
      const { path = '' } = (await runExport(app.ports, version, format)) ?? {}
      const client = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('exports')
      const earlier = (await editsOf('rec-train')).length
      const job = await bring(await client.getBlobClient(path).downloadToBuffer(), format)
      assert.equal(job.problem, undefined)
      assert.equal(job.state, 'done')
      const boxes = items.reduce((sum, item) => sum + objectsOf(item).length, 0)
      assert.deepEqual(job.report?.applied, { pictures: items.length, boxes })
      assert.deepEqual([job.report?.problems.count, job.report?.unknownPictures.count, job.report?.newLabels], [0, 0, []])

      const edits = (await editsOf('rec-train')).filter(({ at }) => at === job.startedAt)
      const mine = items.filter(({ recording }) => recording === 'rec-train')
      assert.equal((await editsOf('rec-train')).length, earlier + mine.length)
      for (const item of mine) {
        const edit = edits.find(({ frame }) => frame === item.frame)
        assert.deepEqual([edit?.kind, edit?.who], ['import', 'labeler-1'])
        const expected = objectsOf(item)
        assert.deepEqual(
          edit?.objects.map(({ label }) => label),
          expected.map(({ label }) => label),
        )
        for (const [index, { box }] of expected.entries()) {
          const found = edit?.objects[index]?.box
          assert.ok(found !== undefined && Math.abs(found.left - box.left) < 1e-4 && Math.abs(found.height - box.height) < 1e-4)
        }
      }
    })
  }

  it('mark the recordings whose labels the next night makes anew', async () => {
    const marked: string[] = []
    for await (const { kind, id } of ports.changes.read({
      site: 'plant-1',
      from: undefined,
      to: new Date(Date.now() + 60_000).toISOString(),
    }))
      if (kind === 'edit') marked.push(id)
    assert.deepEqual([...new Set(marked)].sort(), ['rec-test', 'rec-train', 'rec-validate'])
  })

  it('are listed newest first, page by page, with what came of them, and to nobody of elsewhere', async () => {
    const waiting = await requestImport(ports, labeler, { site: 'plant-1', format: 'yolo', emptyPictures: 'nothing-there' })
    const { items: all } = await listImports(ports, labeler, { limit: 100 })
    assert.deepEqual([all[0]?.id, all[0]?.state, all[0]?.applied], [waiting.id, 'waiting', undefined])
    assert.deepEqual(
      all.slice(1, 4).map(({ state, applied, refused }) => [state, applied, refused]),
      importFormats.map(() => ['done', items.length, 0]),
    )
    const first = await listImports(ports, labeler, { limit: 3 })
    const rest = await listImports(ports, labeler, { limit: 100, cursor: first.cursor })
    assert.deepEqual([...first.items, ...rest.items], all)
    assert.equal(rest.cursor, undefined)
    await assert.rejects(listImports(ports, labeler, { limit: 3, cursor: 'x' }), { code: 'input-invalid' })
    const stranger = { ...labeler, sites: ['plant-2'] }
    assert.deepEqual((await listImports(ports, stranger, { limit: 3 })).items, [])
    await assert.rejects(listImports(ports, stranger, { site: 'plant-1', limit: 3 }), { code: 'not-found' })
  })

  it('may have labels and pictures that nobody knows: they are told', async () => {
    const coco = cocoOf(items[0]?.frame ?? '', [[10, 20, 30, 40]], 'new thing')
    coco.images.push(
      { id: 8, width: 10, height: 10, file_name: 'holiday.jpg' },
      { id: 9, width: 10, height: 10, file_name: `${'e'.repeat(64)}.jpg` },
    )
    const { state, report } = await bring(jsonOf(coco), 'coco')
    assert.equal(state, 'done')
    assert.deepEqual(report?.newLabels, ['new thing'])
    assert.deepEqual(report?.unknownPictures, { count: 2, first: ['holiday.jpg', `${'e'.repeat(64)}.jpg`] })
    assert.deepEqual(report?.applied, { pictures: 1, boxes: 1 })
  })

  it('leave a picture as it was when one of its boxes cannot be right, and say which', async () => {
    const frame = items[1]?.frame ?? ''
    const before = await editsOf('rec-train')
    const { state, report } = await bring(
      jsonOf(
        cocoOf(frame, [
          [10, 20, 30, 40],
          [600, 20, 100, 40],
        ]),
      ),
      'coco',
    )
    assert.equal(state, 'done')
    assert.deepEqual([report?.refusedPictures, report?.applied.pictures], [1, 0])
    assert.deepEqual(report?.problems.first[0], {
      ...{
        file: 'annotations.json',
        where: 'annotations[1]',
        reason: 'The box reaches out of the picture.',
        picture: `anything/${frame}.jpg`,
      },
    })
    assert.deepEqual(await editsOf('rec-train'), before)
  })

  it('leave pictures without a box alone when nobody looked at them', async () => {
    const empty = jsonOf(cocoOf(items[0]?.frame ?? '', []))
    assert.deepEqual((await bring(empty, 'coco', 'not-looked-at')).report?.skippedEmpty, 1)
    assert.deepEqual((await bring(empty, 'coco')).report?.applied, { pictures: 1, boxes: 0 })
  })

  it('are removed from the storage when they were read', async () => {
    const { id, path } = await upload(jsonOf(cocoOf(items[0]?.frame ?? '', [[1, 1, 9, 9]])), 'coco')
    assert.ok((await ports.imports.size(path)) !== undefined)
    await importAnnotations(ports, id)
    assert.equal(await ports.imports.size(path), undefined)
  })
})

describe('an upload that is not what it should be', () => {
  const xml = (body: string, head = '') => Buffer.from(`<?xml version="1.0"?>${head}<annotations>${body}</annotations>`)
  const cases: readonly [name: string, format: ImportFormat, content: () => Promise<Buffer> | Buffer, problem: RegExp][] = [
    ['JSON that breaks off', 'coco', () => jsonOf(cocoOf(items[0]?.frame ?? '', [[1, 1, 9, 9]])).subarray(0, -40), /breaks off/],
    ['another file', 'coco', () => Buffer.from('hello'), /begins with neither/],
    ['nothing that the format knows', 'coco', () => jsonOf({ pictures: [] }), /there are no annotations of this format/],
    ['XML with entities', 'cvat', () => xml('&a;', '<!DOCTYPE x [<!ENTITY a "aaaa">]>'), /DOCTYPE/],
    ['XML that breaks off', 'cvat', () => xml(`<image name="${items[0]?.frame}.jpg" width="640" height="360">`).subarray(0, -14), /XML/],
    ['tracks of a video', 'cvat', () => xml('<track id="0" label="cap"></track>'), /track of a video/],
    ['YOLO without names', 'yolo', () => zipOf({ [`labels/${'a'.repeat(64)}.txt`]: '0 0.5 0.5 0.1 0.1\n' }), /no list of labels/],
    ['a broken ZIP', 'yolo', async () => (await zipOf({ 'data.yaml': 'names: [a]' })).subarray(0, -10), /ZIP cannot be read/],
    [
      'a ZIP with a way out',
      'yolo',
      async () => swap(await zipOf({ 'aa/data.yaml': 'names: [a]' }), 'aa/data.yaml', '../data.yaml'),
      /ZIP cannot be read/,
    ],
    ['a ZIP that says it is smaller than it is', 'coco', bomb, /ZIP cannot be read/],
  ]
  for (const [name, format, content, problem] of cases) {
    it(`is refused as a whole, with the reason: ${name}`, async () => {
      const edits = await editsOf('rec-train')
      const job = await bring(await content(), format)
      assert.equal(job.state, 'failed')
      assert.match(job.problem ?? '', problem)
      assert.deepEqual(await editsOf('rec-train'), edits)
    })
  }

  it('cannot be started before it is there', async () => {
    const job = await requestImport(ports, labeler, { site: 'plant-1', format: 'coco', emptyPictures: 'nothing-there' })
    await assert.rejects(startImport(ports, labeler, job.id), /Nothing was uploaded yet/)
  })

  it('cannot be read by the link that wrote it', async () => {
    const job = await upload(Buffer.from('secret'), 'coco')
    assert.equal((await fetch(job.upload.url)).status, 403)
  })

  it('is not for people of another site', async () => {
    const stranger = { ...labeler, sites: ['plant-2'] }
    await assert.rejects(
      requestImport(ports, stranger, { site: 'plant-1', format: 'coco', emptyPictures: 'nothing-there' }),
      /no such thing/,
    )
    const job = await upload(Buffer.from('{}'), 'coco')
    await assert.rejects(findImport(ports, stranger, job.id), /no such thing/)
  })
})

describe('an import whose process is killed', () => {
  const script = new URL('./export-support/import-process.ts', import.meta.url).pathname
  for (const [point, time] of [
    ['import-edit', 3],
    ['import-done', 1],
  ] as const) {
    it(`at ${point} leaves each edit once when it is called again`, async () => {
      const frames = items.filter(({ recording }) => recording === 'rec-train').map(({ frame }) => frame)
      const images = frames.map((frame, id) => ({ id, width: 640, height: 360, file_name: `${frame}.jpg` }))
      const annotations = frames.map((_, id) => ({ id, image_id: id, category_id: 1, bbox: [time, 2, 30, 40] }))
      const { id } = await upload(jsonOf({ images, annotations, categories: [{ id: 1, name: 'missing-cap' }] }), 'coco')
      await runIntoCrash(script, [azurite.connectionString, id], point, time)
      await importAnnotations(ports, id)
      const job = await findImport(ports, labeler, id)
      assert.equal(job.state, 'done')
      assert.equal(await ports.imports.size(job.path), undefined, 'the upload is removed')
      const edits = (await editsOf('rec-train')).filter(({ at }) => at === job.startedAt)
      assert.deepEqual(edits.map(({ frame }) => frame).sort(), [...frames].sort())
    })
  }
})

function swap(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
}

/** Says that it unpacks to ten bytes. */
async function bomb(): Promise<Buffer> {
  const text = '{"images":[]}'.padEnd(100_000)
  const zip = await zipOf({ 'annotations.json': text })
  const size = Buffer.alloc(4)
  size.writeUInt32LE(text.length)
  return swap(zip, size.toString('latin1'), '\x0a\0\0\0')
}
