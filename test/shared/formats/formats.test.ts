import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { exportFormats } from '../../../shared/domain/dataset.ts'
import { compareFindings } from '../../../shared/formats/compare-findings.ts'
import type { ExportSource } from '../../../shared/formats/format.ts'
import { formats } from '../../../shared/formats/formats.ts'
import { countSource, writeFiles } from '../../../shared/formats/write-files.ts'
import { sampleDataset } from './sample-items.ts'

const frames = Array.from({ length: 30 }, (_, index) => ({
  jpeg: Buffer.from(`picture ${index}`),
  width: 641 + (index % 3) * 100,
  height: 359,
}))
const { header, items } = sampleDataset(frames)

function sourceOf(images: 'included' | 'urls' = 'included', some = items): ExportSource {
  return {
    header,
    images,
    pictureUrl: ({ frame }) => `https://account.blob.core.windows.net/ml-data/frames/${frame}.jpg`,
    items: async function* () {
      yield* some
    },
  }
}

async function filesOf(name: (typeof exportFormats)[number], source: ExportSource): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for await (const file of writeFiles(formats[name], source, await countSource(source))) {
    assert.ok(!files.has(file.path), `${file.path} is there twice`)
    if ('frame' in file) files.set(file.path, file.frame)
    else {
      let text = ''
      for await (const part of file.text) text += part
      files.set(file.path, text)
    }
  }
  return files
}

async function readBack(name: (typeof exportFormats)[number], files: ReadonlyMap<string, string>) {
  const reader = formats[name].createReader()
  for (const [path, text] of files) {
    if (path.endsWith('.jpg') || !reader.wants(path)) continue
    // In pieces of seven bytes: no reader may rely on how a file arrives.
    const bytes = Buffer.from(text)
    await reader.take(
      path,
      (async function* () {
        for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
      })(),
    )
  }
  return reader.finish()
}

for (const name of exportFormats) {
  describe(`the format ${name}`, () => {
    for (const images of ['included', 'urls'] as const) {
      it(`gives every picture, split, label and box back, with pictures ${images}`, async () => {
        const source = sourceOf(images)
        const found = await readBack(name, await filesOf(name, source))
        assert.deepEqual(found.problems, [])
        assert.deepEqual(await compareFindings(formats[name], source, found), { frames: 30, annotations: 46, differences: [] })
      })
    }

    it('writes the same bytes again', async () => {
      assert.deepEqual(await filesOf(name, sourceOf()), await filesOf(name, sourceOf()))
    })

    it('shows groups in paths and names each picture by its hash', async () => {
      const files = await filesOf(name, sourceOf())
      for (const { frame, group } of items) {
        const path = [...files].find(([path, content]) => path.endsWith('.jpg') && content === frame)?.[0] ?? ''
        assert.match(path, new RegExp(`(^|/)${group}[/-]${frame}\\.jpg$`))
      }
    })

    it('holds no picture and lists the plain address of each when asked for addresses', async () => {
      const files = await filesOf(name, sourceOf('urls'))
      assert.equal([...files.keys()].filter((path) => path.endsWith('.jpg')).length, 0)
      const lines = files.get('urls.txt')?.trimEnd().split('\n') ?? []
      assert.equal(lines.length, items.length)
      assert.ok(lines.every((line) => /\.jpg\thttps:\/\/account\.blob\.core\.windows\.net\/ml-data\/frames\/[0-9a-f]{64}\.jpg$/.test(line)))
    })

    it('finds a box that moved, a label that changed and a picture that is missing', async () => {
      const found = await readBack(name, await filesOf(name, sourceOf()))
      const [first, ...others] = items
      assert.ok(first !== undefined && first.annotations[0] !== undefined)
      const [annotation, ...rest] = first.annotations
      const moved = {
        ...first,
        annotations: [{ ...annotation, box: { ...annotation.box, left: annotation.box.left + 4 / first.width } }, ...rest],
      }
      const renamed = { ...first, annotations: [{ ...annotation, label: 'traffic light <3>' }, ...rest] }
      for (const changed of [[moved, ...others], [renamed, ...others], [{ ...first, frame: 'f'.repeat(64) }, ...others], others]) {
        const { differences } = await compareFindings(formats[name], sourceOf('included', changed), found)
        assert.ok(differences.length > 0)
      }
    })
  })
}
