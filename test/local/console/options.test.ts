import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type ConsoleOptions, mediaName, parseOptions, usage } from '../../../local/console/options.ts'
import { CameraSource } from '../../../shared/domain/edge-settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'options-'))
writeFileSync(join(folder, 'line 3.mp4'), '')
after(() => rmSync(folder, { recursive: true }))

function parse(...argv: string[]): ConsoleOptions {
  const options = parseOptions(argv, folder)
  if (options === 'help') throw new Error('help was not asked for')
  return options
}

test('without flags, the simulated line is watched on port 7071 and kept in .sightloop', () => {
  assert.deepEqual(parse(), {
    ...{ port: 7071, cameras: [], model: 'starter', seed: 1 },
    ...{ dataFolder: join(folder, '.sightloop'), isReset: false, isQuiet: false, isNight: false },
  })
})

test('a file and a network camera can be given together', () => {
  const { cameras } = parse('--camera', 'line 3.mp4', '--camera', 'rtsp://10.0.0.5:554/live')
  assert.deepEqual(cameras, [
    { kind: 'file', file: join(folder, 'line 3.mp4') },
    { kind: 'rtsp', url: 'rtsp://10.0.0.5:554/live' },
  ])
})

test('a flag that cannot be meant is refused by a sentence that names it', () => {
  assert.throws(() => parse('--port', '70710'), /--port must be a whole number from 1 to 65535; it is "70710"/)
  assert.throws(() => parse('--seed', 'x'), /--seed must be a whole number/)
  assert.throws(() => parse('--camera', 'missing.mp4'), /--camera missing\.mp4: there is no such file/)
  assert.throws(
    () => parse('--camera', 'rtsp://user:secret@10.0.0.5/live'),
    (error: Error) => /password/.test(error.message) && !/secret/.test(error.message),
  )
  assert.throws(() => parse('--model', '.'), /there is no model\.onnx in that folder/)
  assert.throws(() => parse('--colour'), /--colour/)
})

test('a factory can begin without a model, or with one of a folder', () => {
  assert.equal(parse('--model', 'none').model, 'none')
  const model = join(folder, 'model')
  mkdirSync(model)
  for (const name of ['model.onnx', 'model.json']) writeFileSync(join(model, name), '')
  assert.deepEqual(parse('--model', 'model').model, { folder: model })
})

test('the help names every flag', () => {
  for (const flag of ['port', 'camera', 'model', 'seed', 'data', 'reset', 'quiet', 'help']) assert.match(usage, new RegExp(`--${flag}`))
})

test('a file of any name gets one that a camera source may hold', () => {
  for (const name of ['line 3.mp4', 'Übung (2).MKV', '.hidden', `${'x'.repeat(200)}.mp4`]) CameraSource.parse(`file:${mediaName(name, 0)}`)
})
