import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Detection } from '../../shared/domain/detection.ts'
import { Id } from '../../shared/domain/ids.ts'
import { leastSidePixels, maxSentBytes } from '../../shared/domain/sent-picture.ts'
import type { Picture } from '../../shared/vision/detector.ts'
import type { SharedDetector } from '../keep-detecting.ts'
import type { Admission } from './admission.ts'
import { plainJpegOf } from './decode-image.ts'
import type { PictureOutlet } from './keep-picture.ts'
import { readBody } from './read-body.ts'
import { maxImageBytes } from './read-pictures.ts'
import { Refusal } from './refusal.ts'
import { scorePicture, statusOf } from './score-picture.ts'

/** What is to be done with a picture that people are to label. */
export const LabelingOptions = z.strictObject({
  /** One of this device's. */
  camera: Id.optional().describe('The camera of this device that it is from.'),
})
export type LabelingOptions = z.infer<typeof LabelingOptions>

/** Only these, said by the sender: a page of elsewhere that somebody has open cannot say so without asking first. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp']

export interface TakenPicture {
  /** The same for the same picture of this device; tasks and frames of the cloud have it where others have a recording. */
  readonly picture: Id
  readonly state: 'queued' | 'waiting'
  /** As it leaves the device. */
  readonly width: number
  readonly height: number
  readonly detections: readonly Detection[]
}

const longSide = 1920
const roomAgainSeconds = 60

/**
 * Takes one picture for labeling: what the model sees on it goes with it, so that a labeler only corrects.
 *
 * @param outlet undefined where the device has no identity for uploads
 * @throws Refusal
 */
export async function takePicture(
  request: IncomingMessage,
  { camera }: LabelingOptions,
  { outlet, detector, admission }: { outlet: PictureOutlet | undefined; detector: SharedDetector; admission: Admission },
): Promise<TakenPicture> {
  if (outlet === undefined) throw new Refusal(503, 'This device uploads nothing: it has no identity for uploads.')
  const cameras = outlet.cameras()
  if (camera !== undefined && !cameras.includes(camera))
    throw new Refusal(
      404,
      `This device has no camera ${camera}. ${cameras.length === 0 ? 'It has none.' : `It has ${cameras.join(', ')}.`}`,
    )
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (!pictureTypes.includes(type))
    throw new Refusal(415, `The content type must be one of ${pictureTypes.join(', ')}: one picture, as the body.`)
  const bytes = await readBody(request, maxImageBytes)
  if (bytes === undefined) throw new Refusal(413, `The body may have ${maxImageBytes} bytes.`)

  const plain = await admission.withPixels(() => plainJpegOf(bytes, longSide))
  if (plain.kind !== 'jpeg') throw new Refusal(statusOf[plain.kind], plain.detail)
  const { jpeg, width, height } = plain
  if (Math.min(width, height) < leastSidePixels)
    throw new Refusal(400, `The picture becomes ${width} × ${height} pixels; ${leastSidePixels} on each side are needed to draw a box.`)
  if (jpeg.length > maxSentBytes) throw new Refusal(413, `The picture becomes ${jpeg.length} bytes; ${maxSentBytes} may be sent.`)

  const { model } = detector
  const infer = (picture: Picture) => admission.atModel(() => detector.infer(picture))
  const scored = model === undefined ? undefined : await admission.withPixels(() => scorePicture(jpeg, detector.card?.input, infer))
  if (scored?.kind === 'refused') throw new Refusal(scored.status, scored.detail)
  const detections = scored?.score.detections ?? []
  const kept = await outlet.keep({ jpeg, width, height, camera, model, detections })
  if (kept.state === 'queued' || kept.state === 'waiting') return { picture: kept.picture, state: kept.state, width, height, detections }
  if (kept.state === 'full') throw new Refusal(429, 'As many pictures wait for the cloud as this device keeps.', roomAgainSeconds)
  throw new Refusal(503, 'The picture could not be kept: the disk takes nothing. Try again.')
}
