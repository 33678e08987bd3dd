import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { emulatorAccount, emulatorKey, type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createBlobTrainingCache } from '../../../shared/adapters/blob-training-cache.ts'
import { createStorage } from '../../../shared/adapters/storage.ts'
import type { Ports } from '../../../shared/ports.ts'
import { sha256Of } from '../../harness/labelled-recording.ts'
import { createTestApp } from '../../harness/test-app.ts'

const otherAccount = 'training'
const otherKey = Buffer.from('another account of the emulator').toString('base64')

async function* placed(frames: readonly string[], folder: string) {
  for (const frame of frames) yield { frame, path: `${folder}${frame}.jpg` }
}

describe('the training cache', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let folder: string
  const frames = Array.from({ length: 40 }, (_, index) => sha256Of(`cached ${index}`))

  before(async () => {
    // What the emulator is to know as accounts; it hands its environment on.
    process.env['AZURITE_ACCOUNTS'] = `${emulatorAccount}:${emulatorKey};${otherAccount}:${otherKey}`
    azurite = await startAzurite()
    delete process.env['AZURITE_ACCOUNTS']
    ports = await createTestApp(azurite.connectionString)
    folder = mkdtempSync(join(tmpdir(), 'cache-'))
    await Promise.all(frames.map((frame, index) => ports.frames.put(frame, Buffer.from(`picture ${index}`))))
  })
  after(async () => {
    await azurite.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('copies frames that are not there yet, and leaves the others alone', async () => {
    const { trainingCache } = ports
    assert.equal(await trainingCache.copyFrames(placed(frames.slice(0, 20), 'datasets/a/')), 20)
    assert.equal(await trainingCache.copyFrames(placed(frames, 'datasets/a/')), 20)
    assert.equal((await trainingCache.list('datasets/a/')).length, 40)
    const bytes = await trainingCache.read(`datasets/a/${frames[33]}.jpg`)
    assert.equal(Buffer.from(bytes!).toString(), 'picture 33')
  })

  test('has the service copy into another account, by links that open one picture', async () => {
    const url = (service: string) => service.replace(emulatorAccount, otherAccount)
    const endpoints = `BlobEndpoint=${url(azurite.blobUrl)};QueueEndpoint=${url(azurite.queueUrl)};TableEndpoint=${url(azurite.tableUrl)};`
    const connectionString = `DefaultEndpointsProtocol=http;AccountName=${otherAccount};AccountKey=${otherKey};${endpoints}`
    const cache = createBlobTrainingCache(createStorage({ connectionString }, { firstDelayMs: 1 }), ports)
    assert.equal(await cache.copyFrames(placed(frames, 'datasets/b/')), 40)
    assert.equal(await cache.copyFrames(placed(frames, 'datasets/b/')), 0)
    assert.equal(Buffer.from((await cache.read(`datasets/b/${frames[7]}.jpg`))!).toString(), 'picture 7')
    assert.deepEqual(await ports.trainingCache.list('datasets/b/'), [])
  })

  test('names a frame that is not stored', async () => {
    await assert.rejects(ports.trainingCache.copyFrames(placed([sha256Of('nothing')], 'datasets/c/')), { code: 'dataset-damaged' })
  })

  test('gives back what was written, and replaces it', async () => {
    const text = 'ü😀'.repeat(700_000)
    await ports.trainingCache.write('datasets/d/annotations.json', 'first')
    await ports.trainingCache.write('datasets/d/annotations.json', text)
    assert.equal(Buffer.from((await ports.trainingCache.read('datasets/d/annotations.json'))!).toString('utf8'), text)
    assert.equal(await ports.trainingCache.read('datasets/d/nothing'), undefined)
    await ports.trainingCache.write('datasets/d/empty', '')
    assert.equal((await ports.trainingCache.read('datasets/d/empty'))?.length, 0)
  })

  test('fetches a file up to a size, and says what is larger or missing', async () => {
    await ports.trainingCache.write('runs/r/model/model.onnx', 'weights')
    const file = join(folder, 'model.onnx')
    await ports.trainingCache.fetch('runs/r/model/model.onnx', file, 7)
    assert.equal(readFileSync(file, 'utf8'), 'weights')
    await assert.rejects(ports.trainingCache.fetch('runs/r/model/model.onnx', file, 6), { code: 'input-invalid' })
    await assert.rejects(ports.trainingCache.fetch('runs/r/model/other', file, 6), { code: 'not-found' })
  })

  test('lists and removes what lies below a folder and nothing beside it', async () => {
    for (const path of ['runs/x/1', 'runs/x/2', 'runs/xy/1']) await ports.trainingCache.write(path, 'text')
    assert.deepEqual(await ports.trainingCache.list('runs/x/'), [
      { path: 'runs/x/1', bytes: 4 },
      { path: 'runs/x/2', bytes: 4 },
    ])
    await ports.trainingCache.remove('runs/x/')
    assert.deepEqual(await ports.trainingCache.list('runs/x'), [{ path: 'runs/xy/1', bytes: 4 }])
  })
})
