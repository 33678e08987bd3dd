import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readDataset } from '../../../training/data/read-dataset.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataset-'))
})
after(() => rm(folder, { recursive: true }))

const coco = () => ({
  info: { version: 'v7', description: 'other fields are let through' },
  images: [
    { id: 1, width: 100, height: 50, file_name: 'a.jpg', license: 1 },
    { id: 2, width: 100, height: 50, file_name: 'sub/b.png' },
    { id: 3, width: 100, height: 50, file_name: 'c.jpg' },
  ],
  annotations: [
    { id: 1, image_id: 1, category_id: 4, bbox: [0, 5, 25, 25], area: 625, segmentation: [] },
    { id: 2, image_id: 1, category_id: 9, bbox: [90, 40, 11, 10.5] },
    { id: 3, image_id: 2, category_id: 4, bbox: [0, 0, 50, 50], iscrowd: 1 },
    { id: 4, image_id: 3, category_id: 6, bbox: [0, 0, 50, 50] },
  ],
  categories: [
    { id: 4, name: 'bottle', supercategory: 'thing' },
    { id: 6, name: 'leak' },
    { id: 9, name: 'hand' },
  ],
})
const splits = () => ({ train: [1, 2], validate: [3] })

async function read(annotations: unknown, splitsFile: unknown) {
  await writeFile(join(folder, 'annotations.json'), JSON.stringify(annotations))
  await writeFile(join(folder, 'splits.json'), JSON.stringify(splitsFile))
  return await readDataset(folder)
}

test('category ids with gaps become labels in their order, pixels become fractions, and boxes are cut to the picture', async () => {
  const dataset = await read(coco(), splits())
  assert.equal(dataset.version, 'v7')
  assert.deepEqual(dataset.labels, ['bottle', 'hand'])
  const [first, second] = dataset.splits.train
  assert.equal(first?.file, join(folder, 'images', 'a.jpg'))
  assert.deepEqual(first?.objects[0], { label: 0, box: { left: 0, top: 0.1, width: 0.25, height: 0.5 }, isIgnored: false })
  const cut = first?.objects[1]?.box
  assert.equal(cut && cut.left + cut.width, 1)
  assert.equal(cut && cut.top + cut.height, 1)
  assert.equal(second?.objects[0]?.isIgnored, true)
})

test('a label without an object to learn from is named and left out', async () => {
  const dataset = await read(coco(), splits())
  assert.deepEqual(dataset.unlearned, ['leak'])
  assert.deepEqual(dataset.splits.validate[0]?.objects, [])
})

test('without a version the dataset is known by the digest of its files', async () => {
  const { info, ...anonymous } = coco()
  assert.ok(info)
  assert.match((await read(anonymous, splits())).version, /^sha256-[0-9a-f]{16}$/)
})

type Coco = ReturnType<typeof coco>
type Splits = { train: number[]; validate?: number[]; test?: number[]; oops?: number[] }
const refusals: [string, (coco: Coco, splits: Splits) => void, RegExp][] = [
  [
    'a field of the wrong type',
    (c) => {
      ;(c.images[1] as { width: unknown }).width = 'wide'
    },
    /annotations\.json: images\[1\]\.width/,
  ],
  [
    'an empty box',
    (c) => {
      c.annotations[0]!.bbox[2] = 0
    },
    /annotations\.json: annotations\[0\]\.bbox\[2\]/,
  ],
  [
    'a box outside its image',
    (c) => {
      c.annotations[0]!.bbox[0] = 80
    },
    /annotations\[0\]\.bbox: .* reaches out of the 100 × 50 image/,
  ],
  [
    'an annotation of no image',
    (c) => {
      c.annotations[1]!.image_id = 77
    },
    /annotations\[1\]\.image_id: there is no image 77/,
  ],
  [
    'an annotation of no category',
    (c) => {
      c.annotations[1]!.category_id = 77
    },
    /annotations\[1\]\.category_id: there is no category 77/,
  ],
  [
    'two images with one id',
    (c) => {
      c.images[2]!.id = 1
    },
    /images\[2\]: 1 is there twice/,
  ],
  [
    'two categories with one name',
    (c) => {
      c.categories[2]!.name = 'leak'
    },
    /categories\[2\]: leak is there twice/,
  ],
  [
    'a file name that leads out',
    (c) => {
      c.images[0]!.file_name = '../../secret.jpg'
    },
    /file_name \.\.\/\.\.\/secret\.jpg leads out/,
  ],
  ['a split with an unknown image', (_, s) => s.train.push(55), /splits\.json: train\[2\]: annotations\.json has no image 55/],
  ['an image in two splits', (_, s) => s.validate?.push(1), /splits\.json: validate\[1\]: image 1 is in train\[0\], too/],
  [
    'an unknown split',
    (_, s) => {
      s.oops = [1]
    },
    /splits\.json: .*oops/,
  ],
  [
    'nothing to learn',
    (_, s) => {
      s.train = [2]
    },
    /splits\.json: train: none of these images has an annotation/,
  ],
]
for (const [what, spoil, message] of refusals) {
  test(`${what} is refused by file and field`, async () => {
    const [annotations, splitsFile] = [coco(), splits()]
    spoil(annotations, splitsFile)
    await assert.rejects(read(annotations, splitsFile), { name: 'Fault', code: 'input-invalid', message })
  })
}

test('a missing or broken file is refused by name', async () => {
  await writeFile(join(folder, 'annotations.json'), '{"images": [')
  await assert.rejects(readDataset(folder), /annotations\.json is not JSON/)
  await rm(join(folder, 'splits.json'))
  await assert.rejects(readDataset(folder), /splits\.json cannot be read/)
})
