import { crashPoint } from '../crash-point.ts'
import { filingTime } from '../domain/device-time.ts'
import { pageCamera, sentPictureId } from '../domain/sent-picture.ts'
import type { UploadJobOf } from '../domain/upload-job.ts'
import type { Ports } from '../ports.ts'
import { type LabelRecordingPorts, labelRecording } from './label-recording.ts'

type Job = Pick<UploadJobOf<'picture'>, 'site' | 'device' | 'enqueuedAt' | 'sentAt' | 'message'>

/**
 * Makes a picture that somebody sent from a device a frame of its own: it stands where a recording with one frame would.
 * Sent again it changes nothing, not even its time.
 */
export async function keepSentPicture(
  { frames }: Pick<Ports, 'frames'>,
  job: Job,
  jpeg: Uint8Array,
  { width, height, likeness }: { readonly width: number; readonly height: number; readonly likeness: string },
): Promise<void> {
  const { site, device, message } = job
  const { sha256, bytes, camera = pageCamera, model, detections } = message
  const recording = sentPictureId(device, sha256)
  if ((await frames.manifest(recording)) !== undefined) return
  const at = filingTime(message.at, { enqueuedAt: job.enqueuedAt, sentAt: job.sentAt })
  await frames.put(sha256, jpeg)
  crashPoint('picture-stored')
  const frame = { id: sha256, ptsMs: 0, index: 0, at, width, height, bytes, likeness, reasons: ['review' as const] }
  await frames.saveManifest({
    ...{ recording, site, camera, startedAt: at, endedAt: at, videoSha256: sha256, decoder: 'none', outcome: 'complete' as const },
    ...{ nearDuplicates: 0, frames: [frame], sent: { device, ...(model !== undefined && { model }), detections } },
  })
  crashPoint('picture-listed')
}

/** Its labeling task, with the boxes of the device's model. @returns whether the picture is there */
export async function askAboutPicture(ports: LabelRecordingPorts, { device, message }: Job): Promise<boolean> {
  const recording = sentPictureId(device, message.sha256)
  if ((await ports.frames.manifest(recording)) === undefined) return false
  await labelRecording(ports, recording)
  crashPoint('picture-asked')
  return true
}
