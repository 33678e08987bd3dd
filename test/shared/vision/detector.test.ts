import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import type { Detection } from '../../../shared/domain/detection.ts'
import { createDetector } from '../../../shared/vision/detector.ts'
import { loadModel } from '../../../shared/vision/load-model.ts'
import { type ColourModelOptions, modelCard, writeColourModel, writeModel } from '../../edge/support/colour-model.ts'
import { writeOnnx } from '../../edge/support/onnx-model.ts'
import { colours, paint } from '../../edge/support/pictures.ts'
import { temporaryFolder } from '../../edge/support/temporary-folder.ts'

async function colourDetector(t: Parameters<typeof temporaryFolder>[0], model: ColourModelOptions = {}, options = {}) {
  const folder = temporaryFolder(t)
  writeColourModel(folder, model)
  const detector = await createDetector(await loadModel(folder), options)
  t.after(() => detector.close())
  return detector
}

const centre = ({ box }: Detection) => [box.left + box.width / 2, box.top + box.height / 2]

function assertNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  for (const [index, value] of actual.entries()) assert(Math.abs(value - expected[index]!) <= tolerance, `${actual} is not ${expected}`)
}

for (const type of ['uint8', 'float32'] as const) {
  for (const layout of ['nchw', 'nhwc'] as const) {
    test(`a model with a ${type} input in ${layout} order sees the right colours in the right places`, async (t) => {
      const detector = await colourDetector(t, { type, layout })
      const picture = paint(192, 112, [
        { left: 16, top: 24, side: 16, colour: colours.red },
        { left: 144, top: 64, side: 16, colour: colours.blue },
      ])
      const found = (await detector.detect(picture)).sort((a, b) => a.label.localeCompare(b.label))
      assert.deepEqual(
        found.map(({ label, confidence }) => [label, Math.round(confidence * 100)]),
        [
          ['blue', 100],
          ['red', 100],
        ],
      )
      // Four cells are equally red, so the box lies around the first of them.
      assertNear(centre(found[0]!), [152 / 192, 72 / 112], 5 / 112)
      assertNear(centre(found[1]!), [24 / 192, 32 / 112], 5 / 112)
    })
  }
}

test('a picture of another size is stretched to the input', async (t) => {
  const detector = await colourDetector(t)
  const [found] = await detector.detect(paint(640, 360, [{ left: 320, top: 180, side: 80, colour: colours.red }]))
  assertNear(centre(found!), [360 / 640, 220 / 360], 0.08)
})

test('a letterboxed model sees a tall picture undistorted and answers in fractions of it', async (t) => {
  const detector = await colourDetector(t, { width: 128, height: 128, fit: 'letterbox', boxSide: 24 })
  const [found] = await detector.detect(paint(200, 400, [{ left: 100, top: 300, side: 50, colour: colours.red }]))
  assertNear(centre(found!), [125 / 200, 325 / 400], 0.08)
  // A square of the input is a square of the picture: half as large a fraction of the longer side.
  assertNear([found!.box.width / found!.box.height], [2], 0.01)
})

test('WebAssembly gives the same answers as the native runtime', async (t) => {
  const native = await colourDetector(t)
  const wasm = await colourDetector(t, {}, { runtime: 'wasm' })
  assert.deepEqual([native.runtime, wasm.runtime], ['node', 'wasm'])
  const picture = paint(192, 112, [{ left: 40, top: 40, side: 16, colour: [240, 60, 50] }])
  const [expected, actual] = [await native.detect(picture), await wasm.detect(picture)]
  assert.equal(actual.length, 1)
  assertNear([actual[0]!.confidence, ...centre(actual[0]!)], [expected[0]!.confidence, ...centre(expected[0]!)], 1e-5)
})

test('the caller moves thresholds without touching the model', async (t) => {
  const picture = paint(192, 112, [{ left: 40, top: 40, side: 16, colour: [150, 50, 50] }])
  assert.equal((await (await colourDetector(t, {}, { thresholds: { red: 0.1 } })).detect(picture)).length, 1)
  assert.equal((await (await colourDetector(t, {}, { thresholds: { red: 0.3 } })).detect(picture)).length, 0)
})

test('pictures that wait together are each answered with their own detections', async (t) => {
  const detector = await colourDetector(t)
  const lefts = [0, 40, 80, 120, 160]
  const answers = await Promise.all(
    lefts.map((left) => detector.detect(paint(192, 112, [{ left, top: 40, side: 16, colour: colours.red }]))),
  )
  for (const [index, answer] of answers.entries()) assertNear([centre(answer[0]!)[0]!], [(lefts[index]! + 8) / 192], 0.05)
})

test('the picture that was given stays whole', async (t) => {
  const detector = await colourDetector(t)
  const picture = paint(192, 112, [])
  await detector.detect(picture)
  assert.equal(picture.data.length, 192 * 112 * 3)
})

test('a picture whose bytes do not fit its size is refused', async (t) => {
  const detector = await colourDetector(t)
  await assert.rejects(detector.detect({ data: new Uint8Array(10), width: 4, height: 4 }), {
    code: 'input-invalid',
    detail: /48 bytes of RGB, not 10/,
  })
})

test('a closed detector refuses pictures instead of leaving them unanswered', async (t) => {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  const detector = await createDetector(await loadModel(folder))
  const waiting = assert.rejects(detector.detect(paint(192, 112, [])), { code: 'inference-failed' })
  await detector.close()
  await waiting
  await assert.rejects(detector.detect(paint(192, 112, [])), { code: 'inference-failed', detail: /closed/ })
  await detector.close()
})

test('a model with other labels than its card is refused when it is opened', async (t) => {
  const folder = temporaryFolder(t)
  const card = writeColourModel(folder)
  writeModel(folder, (await loadModel(folder)).bytes, { ...card, labels: ['red', 'blue', 'green'] })
  await assert.rejects(createDetector(await loadModel(folder)), { code: 'model-invalid', detail: /"heat" has the shape \[1, 2, 14, 24\]/ })
})

test('a model whose input is called otherwise than in its card is refused', async (t) => {
  const folder = temporaryFolder(t)
  const card = writeColourModel(folder)
  writeModel(folder, (await loadModel(folder)).bytes, { ...card, input: { ...card.input, name: 'images' } })
  await assert.rejects(createDetector(await loadModel(folder)), { code: 'model-invalid', detail: /input "images", but it has picture/ })
})

test('a file that is no model is refused with the words of the runtime', async (t) => {
  const folder = temporaryFolder(t)
  const bytes = writeOnnx({
    nodes: [{ op: 'NoSuchOperator', inputs: ['x'], outputs: ['y'] }],
    inputs: [{ name: 'x', type: 'uint8', dims: [1, 3, 16, 16] }],
    outputs: [{ name: 'y', type: 'float32', dims: [1] }],
  })
  writeModel(
    folder,
    bytes,
    modelCard(bytes, { head: 'yolo', input: { name: 'x', width: 16, height: 16, type: 'uint8', layout: 'nchw' }, labels: ['a'] }),
  )
  await assert.rejects(createDetector(await loadModel(folder)), { code: 'model-invalid', detail: /NoSuchOperator/ })
})

test('the runtime sends no usage data', async (t) => {
  await colourDetector(t)
  assert.equal(existsSync(`/tmp/mat-debug-${process.pid}.log`), false)
})
