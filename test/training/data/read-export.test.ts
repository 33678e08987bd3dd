import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { ExportSource } from '../../../shared/formats/format.ts'
import { formats } from '../../../shared/formats/formats.ts'
import { objectsOf } from '../../../shared/formats/layout.ts'
import { countSource, writeFiles } from '../../../shared/formats/write-files.ts'
import { readDataset } from '../../../training/data/read-dataset.ts'
import { sampleDataset } from '../../shared/formats/sample-items.ts'

const frames = Array.from({ length: 20 }, (_, index) => ({ jpeg: Buffer.from(`picture ${index}`), width: 640, height: 360 + (index % 2) }))
const { header, items } = sampleDataset(frames)
const source: ExportSource = {
  header,
  images: 'included',
  pictureUrl: ({ frame }) => frame,
  items: async function* () {
    yield* items
  },
}

describe('the trainer', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-'))
    for await (const file of writeFiles(formats.coco, source, await countSource(source))) {
      if ('frame' in file) continue
      await mkdir(dirname(join(folder, file.path)), { recursive: true })
      await writeFile(join(folder, file.path), file.text)
    }
  })
  after(() => rm(folder, { recursive: true }))

  it('reads a COCO export as it is: version, labels, splits, pictures of all groups and their boxes', async () => {
    const dataset = await readDataset(folder)
    assert.equal(dataset.version, header.version)
    assert.deepEqual(dataset.labels, header.labels)
    for (const split of ['train', 'validate', 'test'] as const) {
      const mine = items.filter((item) => item.split === split)
      assert.deepEqual(
        dataset.splits[split].map(({ file }) => file),
        mine.map(({ group, frame }) => join(folder, 'images', group, `${frame}.jpg`)),
      )
      for (const [index, { objects, width }] of dataset.splits[split].entries()) {
        const expected = objectsOf(mine[index] as (typeof mine)[number])
        assert.deepEqual(
          objects.map(({ label }) => dataset.labels[label]),
          expected.map(({ label }) => label),
        )
        for (const [number, { box }] of objects.entries()) assert.ok(Math.abs(box.left - (expected[number]?.box.left ?? -1)) * width < 0.01)
      }
    }
  })
})
