import assert from 'node:assert/strict'
import { linkSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { judgeSelfTest } from '../../../shared/domain/verify-model.ts'
import { createDetector } from '../../../shared/vision/detector.ts'
import { loadModel, maxModelBytes } from '../../../shared/vision/load-model.ts'
import { checkModel, openModel, runModel } from '../../../shared/vision/run-model.ts'
import { writeColourModel } from '../../edge/support/colour-model.ts'
import { colours, paint } from '../../edge/support/pictures.ts'
import { temporaryFolder } from '../../edge/support/temporary-folder.ts'
import { hostileModels, writeBytes, writeHostile } from './support/hostile-models.ts'
import { tryMutations } from './support/try-mutations.ts'

async function refusalOf(folder: string): Promise<string> {
  const { outcome, reason = '', card } = await checkModel(folder)
  assert.deepEqual([outcome, card], ['refused', undefined])
  return reason
}

async function jpegOf(width: number, height: number, left: number): Promise<Uint8Array> {
  const { data } = paint(width, height, [{ left, top: 16, side: 32, colour: colours.red }])
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

test('an honest model is fit and comes with its card', async (t) => {
  const folder = temporaryFolder(t)
  writeHostile(folder)
  const { outcome, reason, card } = await checkModel(folder)
  assert.deepEqual([outcome, reason, card?.labels], ['fit', undefined, ['red', 'blue']])
})

for (const [what, model, expected] of hostileModels) {
  test(`a model that ${what} is refused with that reason`, async (t) => {
    const folder = temporaryFolder(t)
    writeHostile(folder, model)
    assert.match(await refusalOf(folder), expected)
  })
}

test('weights behind a symlink or a hard link are refused like any others outside the file', async (t) => {
  for (const link of [symlinkSync, linkSync]) {
    const folder = temporaryFolder(t)
    writeHostile(folder, { initializers: { two: { dims: [1], data: BigInt64Array.of(2n), externalFile: 'weights.bin' } } })
    writeFileSync(join(folder, 'target'), Buffer.alloc(8, 2))
    link(join(folder, 'target'), join(folder, 'weights.bin'))
    assert.match(await refusalOf(folder), /another file/)
  }
})

test('what is no ONNX file is refused: pickles, archives, text, nothing', async (t) => {
  const pickle = Buffer.from('80049510000000000000008c026f73948c0673797374656d9493942e', 'hex')
  const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex')
  const strangers = [pickle, zip, Buffer.from('import torch'), new Uint8Array(), Buffer.alloc(1000, 255)].map(async (bytes) => {
    const folder = temporaryFolder(t)
    writeBytes(folder, bytes)
    assert.match(await refusalOf(folder), /no nodes|not an ONNX file/)
  })
  await Promise.all(strangers)
})

test('a model of more than 200 MB is refused, and so is one without a file', async (t) => {
  const folder = temporaryFolder(t)
  writeHostile(folder)
  truncateSync(join(folder, 'model.onnx'), maxModelBytes + 1)
  assert.match(await refusalOf(folder), /209715200 are allowed/)
  rmSync(join(folder, 'model.onnx'))
  assert.match(await refusalOf(folder), /cannot be read/)
})

test('a model that does not answer in time is refused', async (t) => {
  const folder = temporaryFolder(t)
  writeHostile(folder)
  const { outcome, reason } = await checkModel(folder, { timeoutMs: 0 })
  assert.equal(outcome, 'refused')
  assert.match(reason ?? '', /said nothing for too long/)
})

test('a thousand damaged models are refused or run, each with a reason, and none reaches us', async (t) => {
  const bytes = writeHostile(temporaryFolder(t))
  const tried = await tryMutations(temporaryFolder(t), bytes, 1000)
  assert.equal(tried.length, 1000)
  assert(tried.every((reason) => reason === undefined || reason.length > 0))
  assert(tried.filter((reason) => reason !== undefined).length > 500)
})

test('pictures of any size are seen in their order, just as the detector of a camera sees them', async (t) => {
  const folder = temporaryFolder(t)
  const card = writeColourModel(folder)
  const pictures = await Promise.all([16, 64, 128].map((left) => jpegOf(192, 112, left)))
  const seen = await runModel(folder, pictures)
  const detector = await createDetector(await loadModel(folder), { thresholds: { red: 0.05, blue: 0.05 } })
  t.after(() => detector.close())
  const expected = await Promise.all(
    pictures.map(async (jpeg) => detector.detect({ data: await sharp(jpeg).raw().toBuffer(), width: 192, height: 112 })),
  )
  assert.deepEqual(seen, expected)
  const selfTest = { schema: 1 as const, pictures: seen.map((detections) => ({ jpegBase64: '', detections })) }
  assert.equal(judgeSelfTest({ ...selfTest, confidenceTolerance: 0.05, leastIou: 0.9 }, seen, card.thresholds), undefined)
})

test('a large picture is seen in fractions of itself, letterboxed or stretched', async (t) => {
  for (const fit of ['stretch', 'letterbox'] as const) {
    const folder = temporaryFolder(t)
    writeColourModel(folder, { width: 128, height: 128, fit, boxSide: 24 })
    const { data } = paint(800, 400, [{ left: 600, top: 100, side: 100, colour: colours.red }])
    const [[red] = []] = await runModel(folder, [
      await sharp(data, { raw: { width: 800, height: 400, channels: 3 } })
        .jpeg()
        .toBuffer(),
    ])
    assert(red !== undefined)
    assert(Math.abs(red.box.left + red.box.width / 2 - 650 / 800) < 0.08, JSON.stringify(red))
    assert(Math.abs(red.box.top + red.box.height / 2 - 150 / 400) < 0.12, JSON.stringify(red))
  }
})

test('what is no JPEG is refused as a picture, not as a model', async (t) => {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  for (const picture of [svg, Buffer.from('ffd8ffe0', 'hex'), new Uint8Array()])
    await assert.rejects(runModel(folder, [picture]), { code: 'input-invalid' })
})

test('a closed model answers no more, and leaves no process', async (t) => {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  const model = await openModel(folder)
  const late = model.see(await jpegOf(192, 112, 16))
  await Promise.all([model.close(), assert.rejects(late, { code: 'inference-failed' })])
  await assert.rejects(model.see(readFileSync(join(folder, 'model.json'))), { code: 'inference-failed' })
})
