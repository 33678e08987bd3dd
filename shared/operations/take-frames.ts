import { createHash } from 'node:crypto'
import { crashPoint } from '../crash-point.ts'
import { Fault } from '../domain/faults.ts'
import type { Frame, FrameManifest } from '../domain/frame.ts'
import { createReasonFinder } from '../domain/frame-reasons.ts'
import { createDuplicateFinder } from '../domain/likeness.ts'
import type { Recording } from '../domain/recording.ts'
import type { Ports, SplitFrame } from '../ports.ts'
import type { RecordingFramePlan } from './plan-recording-frames.ts'

export type TakePorts = Pick<Ports, 'scratch' | 'videoArchive' | 'frames' | 'splitVideo'>

/** Storage answers in some milliseconds, the decoder is as fast: a few on their way keep both busy. */
const uploadsAtOnce = 4

/** Decodes an archived recording, stores the frames that the plan asks for, and says which they are. */
export async function takeFrames(ports: TakePorts, recording: Recording, { plan, policy }: RecordingFramePlan): Promise<FrameManifest> {
  const { id, site, camera, startedAt, endedAt, sha256: videoSha256 } = recording
  const reasonsOf = createReasonFinder(plan)
  const isDuplicate = createDuplicateFinder(policy.nearDuplicateBits)
  const frames: Frame[] = []
  let nearDuplicates = 0
  const uploads = createUploads(ports)
  const onFrame = async (taken: SplitFrame) => {
    const reasons = reasonsOf(taken)
    // Nothing was planned for it: frames before it were damaged and not handed over.
    if (reasons.length === 0) return
    if (isDuplicate(taken.likeness, reasons.includes('person') || reasons.includes('review'))) {
      nearDuplicates++
      return
    }
    const frame = describe(taken, startedAt, reasons)
    frames.push(frame)
    await uploads.add(frame.id, taken.jpeg)
  }

  return ports.scratch.use(async (file) => {
    await ports.videoArchive.fetch(recording.path, file.path)
    const found = await file.sha256()
    if (found !== videoSha256) throw new Fault('video-lost', `The archived file of ${id} has the SHA-256 ${found}, not ${videoSha256}.`)
    const times = plan.times.map(({ ms }) => ms)
    const request = { file: file.path, times, keyframeTimes: plan.keyframeTimes, jpegQscale: policy.jpegQscale }
    const { outcome, reason, decoder } = await ports.splitVideo(request, onFrame)
    await uploads.finish()
    const because = reason === undefined ? {} : { reason: reason.slice(0, 500) }
    return { recording: id, site, camera, startedAt, endedAt, videoSha256, decoder, outcome, ...because, nearDuplicates, frames }
  })
}

function describe(taken: SplitFrame, startedAt: string, reasons: Frame['reasons']): Frame {
  const { ptsMs, index, width, height, likeness, jpeg } = taken
  return {
    id: createHash('sha256').update(jpeg).digest('hex'),
    // Microseconds: more is noise of the division by the time base.
    ptsMs: Math.round(ptsMs * 1000) / 1000,
    at: new Date(Date.parse(startedAt) + Math.round(ptsMs)).toISOString(),
    ...{ index, width, height, likeness, reasons, bytes: jpeg.length },
  }
}

/** Adding waits while enough are on their way, and throws what the ones before ran into. */
function createUploads({ frames }: Pick<TakePorts, 'frames'>) {
  const underWay = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  const check = () => {
    if (failure !== undefined) throw failure.error
  }
  return {
    add: async (id: string, jpeg: Uint8Array) => {
      while (underWay.size >= uploadsAtOnce) await Promise.race(underWay)
      check()
      const upload: Promise<void> = frames
        .put(id, jpeg)
        .then(() => crashPoint('split-frame-stored'))
        .catch((error) => {
          failure ??= { error }
        })
        .finally(() => underWay.delete(upload))
      underWay.add(upload)
    },
    finish: async () => {
      await Promise.all(underWay)
      check()
    },
  }
}
