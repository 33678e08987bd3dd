import { setTimeout as sleep } from 'node:timers/promises'
import { EncodedPacket, EncodedVideoPacketSource, FilePathTarget, Mp4OutputFormat, Output } from 'mediabunny'
import type { ComparedPicture } from '../../training/metrics/compare-detections.ts'
import { type Footage, framesOf } from '../../training/scripts/footage.ts'
import type { AccessUnit } from '../line/annex-b.ts'
import { startEncoder } from '../line/encoder.ts'
import { rgbToYuv420 } from '../line/yuv.ts'
import { type Light, relight } from './light.ts'
import { moveObjects, movePicture, type View } from './move-camera.ts'

export type Objects = ComparedPicture['truth']

/** A stretch of the footage as a camera would have filmed it in some light, from some place. */
export interface Film {
  readonly file: string
  readonly framesPerSecond: number
  /** Frame of the footage that is its first. */
  readonly from: number
  /** What is on each of its frames. */
  readonly truth: readonly Objects[]
}

export interface FilmPlan {
  readonly file: string
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly view: View
  readonly lightAt: (seconds: number) => Light
}

export const filmFramesPerSecond = 30
/** A recording can begin at a key frame only, and is found in its film by them. */
const keyFrameFrames = 15
const kilobitsPerSecond = 4000
const startCode = Buffer.from([0, 0, 0, 1])

/** Writes the film: decoded, lit, moved, coded again. */
export async function makeFilm(footage: Footage, { file, from, to, view, lightAt }: FilmPlan): Promise<Film> {
  const units: AccessUnit[] = []
  let failure: Error | undefined
  let encoder: ReturnType<typeof startEncoder> | undefined
  let size = { width: 0, height: 0 }
  for await (const { index, rgb, width, height } of framesOf(footage, from, to)) {
    size = { width, height }
    const options = { width, height, framesPerSecond: filmFramesPerSecond, keyFrameFrames, kilobitsPerSecond }
    encoder ??= startEncoder(options, {
      onAccessUnit: (unit) => void units.push({ ...unit, nals: unit.nals.map((nal) => Buffer.from(nal)) }),
      onFailure: (error) => {
        failure = error
      },
    })
    // It is given five seconds to end: nothing may wait in front of it by then.
    while (!encoder.hasRoom && failure === undefined) await sleep(2)
    const seconds = (index - from) / filmFramesPerSecond
    encoder.write(rgbToYuv420(relight(movePicture(rgb, width, height, view), lightAt(seconds)), width, height))
  }
  await encoder?.close()
  if (failure !== undefined) throw failure
  if (units.length !== to - from) throw new Error(`The encoder gave ${units.length} frames for ${to - from}.`)
  await write(file, units, size)
  const truth = footage.truth.slice(from, to).map((objects) => moveObjects(objects, view))
  return { file, framesPerSecond: filmFramesPerSecond, from, truth }
}

async function write(file: string, units: readonly AccessUnit[], size: { width: number; height: number }): Promise<void> {
  const source = new EncodedVideoPacketSource('avc')
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target: new FilePathTarget(file) })
  output.addVideoTrack(source, { frameRate: filmFramesPerSecond })
  await output.start()
  for (const [index, { nals, isKeyFrame }] of units.entries()) {
    const bytes = Buffer.concat(nals.flatMap((nal) => [startCode, nal]))
    const packet = new EncodedPacket(bytes, isKeyFrame ? 'key' : 'delta', index / filmFramesPerSecond, 1 / filmFramesPerSecond)
    // Without a description the packets are in Annex B; the writer makes what MP4 wants of them.
    const decoderConfig = { codec: 'avc1.640028', codedWidth: size.width, codedHeight: size.height }
    await source.add(packet, index === 0 ? { decoderConfig } : undefined)
  }
  await output.finalize()
}
