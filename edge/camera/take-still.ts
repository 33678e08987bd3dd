import { rm } from 'node:fs/promises'
import sharp from 'sharp'
import type { Detection } from '../../shared/domain/detection.ts'
import type { Picture } from '../../shared/vision/detector.ts'
import { createSegmentWriter } from '../video/segment-writer.ts'
import type { StreamInfo, VideoEngine, VideoFrame } from '../video/video-engine.ts'
import { drawBoxes } from '../vision/draw-boxes.ts'
import type { PictureGroup } from './picture-groups.ts'

/** A picture that was analysed, and what is needed to see it large. */
export interface Shot {
  readonly frame: VideoFrame
  readonly detections: readonly Detection[]
  readonly group: PictureGroup | undefined
  readonly info: StreamInfo
}

/** Large enough for a person on a phone, small enough for a mobile link. */
const maxStillWidth = 1280
const jpegQuality = 82

/**
 * A JPEG of the shot with its boxes drawn. The large picture is decoded from the packets once more, which costs nothing as
 * long as no still is wanted; where that fails, the small picture that the model saw has to do.
 */
export async function takeStill(engine: VideoEngine, shot: Shot, workFile: string, marked?: Detection): Promise<Uint8Array> {
  const large = await decodeLarge(engine, shot, workFile).catch(() => undefined)
  const { rgb, width, height } = large ?? shot.frame
  const picture: Picture = { data: new Uint8Array(rgb), width, height }
  drawBoxes(picture, shot.detections, marked)
  return await sharp(picture.data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: jpegQuality })
    .toBuffer()
}

/** The picture that the model saw, in the shape of the camera's own: small, and at hand. */
export async function smallStill({ frame, detections, info }: Shot): Promise<Uint8Array> {
  const { rgb, width, height } = frame
  const picture: Picture = { data: new Uint8Array(rgb), width, height }
  drawBoxes(picture, detections)
  return await sharp(picture.data, { raw: { width, height, channels: 3 } })
    .resize({ width, height: Math.round((width * info.height) / info.width), fit: 'fill' })
    .jpeg({ quality: jpegQuality })
    .toBuffer()
}

async function decodeLarge(engine: VideoEngine, { frame, group, info }: Shot, workFile: string): Promise<VideoFrame | undefined> {
  const first = group?.packets[0]
  if (group === undefined || first === undefined) return undefined
  const writer = createSegmentWriter(workFile, info)
  for (const packet of group.packets) writer.add(packet)
  try {
    await writer.finish()
    const width = Math.min(maxStillWidth, info.width)
    const picture = { width, height: Math.round((width * info.height) / info.width), fit: 'stretch' as const }
    // Half a millisecond early: the file's time base rounds.
    const times = [frame.ptsMs - first.ptsMs - 0.5]
    for await (const found of engine.decodeFile(workFile, { picture, times })) return found
    return undefined
  } finally {
    await rm(workFile, { force: true })
  }
}
