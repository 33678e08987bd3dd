import { join } from 'node:path'
import { openVideoEngine } from '../../edge/video/open-video-engine.ts'
import { createSegmentWriter, type SegmentWriter } from '../../edge/video/segment-writer.ts'

const wantedFrames = 75

/** Records some seconds of a camera with the recorder's own writer. */
export async function recordSegment(url: string, folder: string) {
  const file = join(folder, 'recording.mp4')
  const done = Promise.withResolvers<void>()
  let writer: SegmentWriter | undefined
  let size = { width: 0, height: 0 }
  let frames = 0
  const options = { picture: { width: 64, height: 36 }, framesPerSecond: 1 }
  const stream = openVideoEngine().openStream({ kind: 'rtsp', url }, options, {
    onStart: (info) => {
      size = { width: info.width, height: info.height }
      writer = createSegmentWriter(file, info)
    },
    onPacket: (packet) => {
      if (frames === 0 && !packet.isKey) return
      if (frames < wantedFrames) writer?.add(packet)
      if (++frames === wantedFrames) done.resolve()
    },
    onFrame: () => {},
    onEnd: done.reject,
  })
  try {
    await done.promise
  } finally {
    await stream.close()
    await writer?.finish()
  }
  return { file, frames: wantedFrames, ...size }
}
