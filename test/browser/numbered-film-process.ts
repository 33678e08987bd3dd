/** Encodes frames that show their number: `numbered-film-process.ts`, the film as JSON on its input. A process of its own, as for every use of node-av. */
import { text } from 'node:stream/consumers'
import { AV_LOG_QUIET, AV_PIX_FMT_YUV420P, Encoder, FF_ENCODER_LIBX264, Frame, Log, Muxer } from 'node-av'
import type { NumberedFilm } from './numbered-film.ts'
import { blockOf, digits } from './numbered-picture.ts'

const { file, film } = JSON.parse(await text(process.stdin)) as { file: string; film: Required<NumberedFilm> }
const { width, height, frames, framesPerSecond, groupSize, bFrames } = film
Log.setLevel(AV_LOG_QUIET)
const muxer = await Muxer.open(file, { format: 'mp4' })
const encoder = await Encoder.create(FF_ENCODER_LIBX264, {
  maxBFrames: bFrames,
  gopSize: groupSize,
  options: {
    preset: 'veryfast',
    'x264-params': `keyint=${groupSize}:min-keyint=${groupSize}:scenecut=0:bframes=${bFrames}:b-adapt=0:threads=1:log-level=none`,
  },
})
const stream = muxer.addStream(encoder)
const timeBase = { num: 1, den: framesPerSecond }
const pictures: Buffer[] = []
for (let number = 0; number < frames; number++) {
  // The frame points into the buffer, which must not be collected while the encoder reads it.
  pictures.push(picture(number))
  const frame = Frame.fromVideoBuffer(pictures.at(-1)!, { width, height, format: AV_PIX_FMT_YUV420P, pts: BigInt(number), timeBase })
  for (const packet of await encoder.encodeAll(frame)) await muxer.writePacket(packet, stream)
}
for (const packet of await encoder.encodeAll(null)) await muxer.writePacket(packet, stream)
await muxer.close()

/** Grey, with one white or black block for each binary digit. YUV 4:2:0. */
function picture(number: number): Buffer {
  const bytes = Buffer.alloc((width * height * 3) / 2, 128)
  for (let digit = 0; digit < digits; digit++) {
    const { left, top, size } = blockOf(digit, width)
    const shade = (number >> digit) & 1 ? 235 : 16
    for (let y = top; y < top + size; y++) bytes.fill(shade, y * width + left, y * width + left + size)
  }
  return bytes
}
