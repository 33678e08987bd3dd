import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { trySource } from '../../../edge/camera/try-source.ts'
import { openVideoEngine } from '../../../edge/video/open-video-engine.ts'
import { noChildrenLeft } from '../support/children.ts'
import { makeVideo } from '../support/make-video.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('the first picture of a film comes in its own shape, and its decoder is gone afterwards', async (t) => {
  const file = join(temporaryFolder(t), 'gate.mp4')
  makeVideo(file, { width: 384, height: 224, framesPerSecond: 25, frames: 25, groupSize: 25, squares: [] })
  const { width, height, format } = await sharp(await trySource(openVideoEngine(), { kind: 'file', file })).metadata()
  assert.deepEqual([width, height, format], [1280, Math.round((1280 * 224) / 384), 'jpeg'])
  await noChildrenLeft(process.pid)
})

test('a source that is not there says so', async (t) => {
  const file = join(temporaryFolder(t), 'not-there.mp4')
  await assert.rejects(trySource(openVideoEngine(), { kind: 'file', file }), /No such file/)
})
