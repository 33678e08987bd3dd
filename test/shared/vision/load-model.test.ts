import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { findExternalData } from '../../../shared/vision/find-external-data.ts'
import { loadModel, maxModelBytes } from '../../../shared/vision/load-model.ts'
import { modelCard, writeColourModel, writeModel } from '../../edge/support/colour-model.ts'
import { writeOnnx } from '../../edge/support/onnx-model.ts'
import { temporaryFolder } from '../../edge/support/temporary-folder.ts'

const refusal = (detail: RegExp) => ({ code: 'model-invalid', detail })

test('a model comes with its card and the reference that messages carry', async (t) => {
  const folder = temporaryFolder(t)
  const card = writeColourModel(folder)
  const model = await loadModel(folder)
  assert.deepEqual(model.card, card)
  assert.deepEqual(model.reference, { name: 'test-model', version: '1', digest: card.digest })
  assert.equal(createHash('sha256').update(model.bytes).digest('hex'), card.digest)
})

test('a model that was changed after its card was written is refused', async (t) => {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  const file = join(folder, 'model.onnx')
  const bytes = readFileSync(file)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(file, bytes)
  await assert.rejects(loadModel(folder), refusal(/SHA-256 .* but model.json says/))
})

test('a model of more than 200 MB is refused before it is read', async (t) => {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  truncateSync(join(folder, 'model.onnx'), maxModelBytes + 1)
  await assert.rejects(loadModel(folder), refusal(/209715201 bytes; 209715200 are allowed/))
})

test('a model that keeps weights in another file is refused', async (t) => {
  const folder = temporaryFolder(t)
  const bytes = writeOnnx({
    inputs: [{ name: 'x', type: 'float32', dims: [1] }],
    outputs: [{ name: 'y', type: 'float32', dims: [1] }],
    nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
    initializers: { w: { dims: [1], data: Float32Array.of(1), externalFile: '../secret' } },
  })
  writeModel(
    folder,
    bytes,
    modelCard(bytes, { head: 'grid', input: { name: 'x', width: 16, height: 16, type: 'uint8', layout: 'nchw' }, labels: ['a'] }),
  )
  await assert.rejects(loadModel(folder), refusal(/another file/))
})

test('what is missing or wrong in the card is named', async (t) => {
  const folder = temporaryFolder(t)
  const card = writeColourModel(folder)
  const { labels: _, ...withoutLabels } = card
  writeFileSync(join(folder, 'model.json'), JSON.stringify(withoutLabels))
  await assert.rejects(loadModel(folder), refusal(/labels/))
  writeFileSync(join(folder, 'model.json'), '{')
  await assert.rejects(loadModel(folder), refusal(/not JSON/))
  rmSync(join(folder, 'model.json'))
  await assert.rejects(loadModel(folder), refusal(/model\.json cannot be read/))
})

test('no bytes make the search for outside weights hang or break otherwise than by a RangeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        findExternalData(bytes)
      } catch (error) {
        assert(error instanceof RangeError)
      }
    }),
  )
})
