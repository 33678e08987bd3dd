import { createHash } from 'node:crypto'
import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Id } from '../domain/ids.ts'
import { messageSchemaVersion } from '../domain/messages.ts'
import type { StepResult } from '../domain/night.ts'
import type { Recording } from '../domain/recording.ts'
import type { Ports } from '../ports.ts'
import { type FramePlanPorts, planRecordingFrames, type RecordingFramePlan } from './plan-recording-frames.ts'
import { type QuarantinePorts, quarantineEvent } from './quarantine-event.ts'
import { saveWork } from './save-work.ts'
import { stepOfSent } from './step-of-sent.ts'
import { type TakePorts, takeFrames } from './take-frames.ts'

export type SplitPorts = FramePlanPorts & TakePorts & QuarantinePorts & Pick<Ports, 'recordings' | 'recordingWork'>

/** One try that ended because of the video itself may be a fault of ours; after the second it is put aside. */
const lastTry = 2

/**
 * Takes the frames out of an archived recording that are wanted by now, and writes down which they are. The same
 * question is asked once; when incidents or people's words changed the question, frames come and go, and those that are
 * wanted still keep their names.
 *
 * @returns `bad` when nothing in the video can be read. One that breaks off keeps the frames before the break.
 * @throws Fault `not-found` for a recording that nobody knows or that is not in the archive; whatever is passing
 */
export async function splitRecording(ports: SplitPorts, id: Id): Promise<StepResult> {
  const recording = await ports.recordings.find(id)
  if (recording === undefined) return stepOfSent(ports, id)
  const [work, before] = await Promise.all([ports.recordingWork.find(recording), ports.frames.manifest(id)])
  const wanted = await planRecordingFrames(ports, recording, before)
  const asked = questionOf(recording, wanted)
  if (before !== undefined && work?.value.framesAsked === asked)
    return { outcome: 'known', frames: before.frames.length, annotations: 0, bytes: 0 }

  const manifest = await takeFrames(ports, recording, wanted)
  const { outcome, reason = 'Nothing in it can be read.', frames } = manifest
  if (outcome === 'corrupt') {
    const tries = 1 + (work?.value.failures.filter(({ step }) => step === 'split').length ?? 0)
    if (tries >= lastTry) await putAside(ports, recording, reason)
    return { outcome: 'bad', reason, frames: 0, annotations: 0, bytes: recording.bytes }
  }
  await ports.frames.saveManifest(manifest)
  crashPoint('split-listed')
  await saveWork(ports, recording, { frames: frames.length, framesAsked: asked })
  crashPoint('split-recorded')
  return {
    outcome: 'done',
    ...(manifest.reason !== undefined && { reason }),
    frames: frames.length,
    annotations: 0,
    bytes: recording.bytes,
  }
}

function questionOf({ sha256 }: Recording, { plan, policy }: RecordingFramePlan): string {
  const { jpegQscale, nearDuplicateBits } = policy
  return createHash('sha256').update(canonicalJson({ sha256, plan, jpegQscale, nearDuplicateBits })).digest('hex').slice(0, 32)
}

/** Where a person finds it beside everything else that was not taken in. The archived video stays as it is. */
async function putAside(ports: SplitPorts, recording: Recording, reason: string): Promise<void> {
  const event = {
    ...{ body: Buffer.from(canonicalJson(recording)), device: recording.device, enqueuedAt: recording.receivedAt },
    properties: { type: 'recording', schema: messageSchemaVersion },
  }
  await quarantineEvent(ports, event, 'video-unreadable', `Recording ${recording.id}: ${reason}`)
}
