import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny'
import { undateMp4 } from '../../../shared/adapters/undate-mp4.ts'
import { temporaryFolder } from '../../edge/support/temporary-folder.ts'

// SPS and PPS of a tiny H.264 stream, as the file's `avcC` holds them: nothing decodes them here.
const description = Uint8Array.from([1, 66, 192, 10, 255, 225, 0, 4, 103, 66, 192, 10, 1, 0, 4, 104, 206, 60, 128])

async function tinyVideo(): Promise<Buffer> {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const source = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(source)
  await output.start()
  const decoderConfig = { codec: 'avc1.42c00a', codedWidth: 16, codedHeight: 16, description }
  await source.add(new EncodedPacket(new Uint8Array(64).fill(7), 'key', 0, 0.04), { decoderConfig })
  await output.finalize()
  return Buffer.from(target.buffer!)
}

test('what an MP4 file says of when it was written is taken out, and nothing else', async (t) => {
  const video = await tinyVideo()
  const file = join(temporaryFolder(t), 'video.mp4')
  writeFileSync(file, video)
  await undateMp4(file)
  const undated = readFileSync(file)
  assert.equal(undated.length, video.length)
  const changed = [...undated.keys()].filter((index) => undated[index] !== video[index])
  const starts = ['mvhd', 'tkhd', 'mdhd'].map((kind) => video.indexOf(kind))
  // Behind the name come version and flags, and then the two times, of four bytes each.
  assert.ok(changed.length > 0)
  assert.ok(changed.every((index) => starts.some((start) => index >= start + 8 && index < start + 16)))
  for (const start of starts) assert.deepEqual(undated.subarray(start + 8, start + 16), Buffer.alloc(8))
})

test('a file that is no MP4 stays as it is', async (t) => {
  const file = join(temporaryFolder(t), 'text.mp4')
  for (const content of ['', 'short', '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'x'.repeat(1000)]) {
    writeFileSync(file, content)
    await undateMp4(file)
    assert.equal(readFileSync(file, 'utf8'), content)
  }
})
