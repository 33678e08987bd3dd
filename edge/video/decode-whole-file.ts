import type { Frame } from 'node-av'
import { sendRecord } from '../../shared/video/send-record.ts'
import { chooseFrames } from './choose-frames.ts'
import { createToRgb, openDecoder, openFile, presentationMs } from './node-av-input.ts'
import type { DecodeOptions } from './video-engine.ts'

const allCores = 0

/** node-av's synchronous calls are twice as fast as its asynchronous ones, and here nothing else waits for the event loop. */
export function decodeWholeFile(file: string, options: DecodeOptions): void {
  const input = openFile(file)
  const decoder = openDecoder(input.stream, allCores)
  const toRgb = createToRgb(options.picture)
  const chooser = chooseFrames(options)
  let index = 0
  let firstMs: number | undefined

  for (const packet of input.demuxer.packetsSync(input.stream.index)) {
    send(decoder.decodeAllSync(packet))
    packet?.free()
    if (chooser.isDone()) return
  }

  function send(frames: Frame[]): void {
    for (const frame of frames) {
      // Files of B-frames may begin late, by as much as the decoder needs to put pictures in order.
      firstMs ??= presentationMs(input, frame)
      const ptsMs = presentationMs(input, frame) - firstMs
      if (chooser.isWanted(index, ptsMs)) {
        const { rgb, width, height } = toRgb(frame)
        sendRecord({ kind: 'frame', index, ptsMs, width, height }, rgb)
      }
      index++
      frame.free()
    }
  }
}
