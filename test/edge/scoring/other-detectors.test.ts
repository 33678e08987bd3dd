import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createOtherDetectors } from '../../../edge/scoring/other-detectors.ts'
import { loadModel } from '../../../shared/vision/load-model.ts'
import { writeColourModel } from '../support/colour-model.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('a model on the device is loaded when it is asked for, once, and one that is not there is not', async (t) => {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  const { reference } = await loadModel(folder)
  const detectors = createOtherDetectors(() => [{ folder, model: reference }], 1)
  t.after(detectors.close)
  const [first, second] = await Promise.all([detectors.find(reference.digest), detectors.find(reference.digest)])
  assert.deepEqual(first?.model, reference)
  assert.equal(second, first)
  assert.equal(await detectors.find('b'.repeat(64)), undefined)
})

test('a model that could not be loaded is tried again', async (t) => {
  const folder = temporaryFolder(t)
  writeColourModel(folder)
  const { reference } = await loadModel(folder)
  const detectors = createOtherDetectors(() => [{ folder, model: reference }], 1)
  t.after(detectors.close)
  const [here, away] = [join(folder, 'model.onnx'), join(folder, 'model.away')]
  renameSync(here, away)
  await assert.rejects(detectors.find(reference.digest))
  renameSync(away, here)
  assert.deepEqual((await detectors.find(reference.digest))?.model, reference)
})
