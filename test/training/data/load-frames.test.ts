import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { frameAt, loadFrames } from '../../../training/data/load-frames.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frames-'))
})
after(() => rm(folder, { recursive: true }))

async function picture(name: string, background: string, width = 64, height = 32) {
  const file = join(folder, name)
  await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toFile(file)
  return { file, width, height, objects: [] }
}

test('pictures become RGB frames of the wanted size, in their order, in memory that threads share', async () => {
  const frames = await loadFrames([await picture('red.png', '#ff0000'), await picture('blue.png', '#0000ff', 200, 100)], 16, 8)
  assert.ok(frames.pixels.buffer instanceof SharedArrayBuffer)
  assert.equal(frames.pixels.length, 2 * 16 * 8 * 3)
  assert.deepEqual([...frameAt(frames, 0).subarray(0, 3)], [255, 0, 0])
  assert.deepEqual([...frameAt(frames, 1).subarray(-3)], [0, 0, 255])
})

test('grey and transparent pictures become RGB, too', async () => {
  const file = join(folder, 'grey.png')
  await sharp({ create: { width: 64, height: 32, channels: 4, background: '#80808080' } })
    .greyscale()
    .png()
    .toFile(file)
  const frames = await loadFrames([{ file, width: 64, height: 32, objects: [] }], 16, 8)
  for (const value of frames.pixels) assert.ok(Math.abs(value - 128) <= 1)
})

test('a picture of another size than the dataset says is refused', async () => {
  const wrong = { ...(await picture('small.png', '#000000')), width: 65 }
  await assert.rejects(loadFrames([wrong], 16, 8), /small\.png is 64 × 32, annotations\.json says 65 × 32/)
})

test('a missing or broken picture is refused by name', async () => {
  const missing = { file: join(folder, 'missing.jpg'), width: 64, height: 32, objects: [] }
  await assert.rejects(loadFrames([missing], 16, 8), { code: 'input-invalid', message: /missing\.jpg is not a picture/ })
  await writeFile(join(folder, 'broken.jpg'), 'no picture')
  await assert.rejects(loadFrames([{ ...missing, file: join(folder, 'broken.jpg') }], 16, 8), /broken\.jpg is not a picture/)
})
