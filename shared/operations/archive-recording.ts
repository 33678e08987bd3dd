import { crashPoint } from '../crash-point.ts'
import type { Protection } from '../domain/archive.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { isHeld } from '../domain/legal-hold.ts'
import type { StepResult } from '../domain/night.ts'
import type { Recording } from '../domain/recording.ts'
import type { NightStore } from '../ports/night.ts'
import type { Ports } from '../ports.ts'
import { refreshSidecar } from './refresh-sidecar.ts'
import { saveWork } from './save-work.ts'
import { stepOfSent } from './step-of-sent.ts'

const maxCopies = 2
const dayMs = 86_400_000

export type ArchivePorts = Pick<
  Ports,
  | 'recordings'
  | 'recordingWork'
  | 'videoArchive'
  | 'media'
  | 'holds'
  | 'rosters'
  | 'fleet'
  | 'incidents'
  | 'inferences'
  | 'storageTime'
  | 'frames'
> & { readonly nights: Pick<NightStore, 'policy'> }

/**
 * Brings a recording into the archive: copies it inside the account, reads the copy back, protects it, and writes beside
 * it what is known of it. Run again it changes nothing but the sidecar, where people judged since.
 *
 * @returns `known` when the video was in the archive already, `bad` when the copy is not what was uploaded and cannot be made so
 * @throws Fault `not-found` for a recording that nobody knows; whatever is passing
 */
export async function archiveRecording(ports: ArchivePorts, id: Id): Promise<StepResult> {
  const recording = await ports.recordings.find(id)
  if (recording === undefined) return stepOfSent(ports, id)
  const found = await ports.recordingWork.find(recording)
  const isVerified = found?.value.archivedSha256 === recording.sha256 && (await ports.videoArchive.size(recording.path)) === recording.bytes
  if (isVerified) {
    await refreshSidecar(ports, recording)
    return { outcome: 'known', frames: 0, annotations: 0, bytes: 0 }
  }

  const copy = await copyAndVerify(ports, recording)
  if (copy.problem !== undefined) return { outcome: 'bad', reason: copy.problem, frames: 0, annotations: 0, bytes: copy.bytesRead }
  crashPoint('archive-verified')
  const archivedAt = (await ports.storageTime()).toISOString()
  const protection = await protectArchived(ports, recording, archivedAt)
  crashPoint('archive-protected')
  await refreshSidecar(ports, recording)
  crashPoint('archive-described')
  await saveWork(ports, recording, { archivedSha256: recording.sha256, archivedAt, protection })
  crashPoint('archive-recorded')
  return { outcome: copy.copies === 0 ? 'known' : 'done', frames: 0, annotations: 0, bytes: copy.bytesRead }
}

/** Looks at what the archive holds before it copies: a run before this one may have come so far, and the raw video may be gone by now. */
async function copyAndVerify({ videoArchive, media }: ArchivePorts, recording: Recording) {
  const isRight = async () => (await videoArchive.sha256(recording.path)) === recording.sha256
  let bytesRead = 0
  if ((await videoArchive.size(recording.path)) === recording.bytes) {
    bytesRead += recording.bytes
    if (await isRight()) return { copies: 0, bytesRead, problem: undefined }
  }
  for (let copies = 1; copies <= maxCopies; copies++) {
    if (!(await media.has('raw-video', recording.path))) return { copies, bytesRead, problem: 'The raw video is not there.' }
    await videoArchive.copy(recording)
    crashPoint('archive-copied')
    bytesRead += recording.bytes
    if (await isRight()) return { copies, bytesRead, problem: undefined }
  }
  return {
    copies: maxCopies,
    bytesRead,
    problem: `The copy does not have the SHA-256 of the upload, ${recording.sha256}, not even the second one.`,
  }
}

/** The times hang on the video and not on the day of the run, so that a run again asks for the same. */
async function protectArchived(ports: ArchivePorts, recording: Recording, now: Instant): Promise<Protection> {
  const [{ value: policy }, holds] = await Promise.all([ports.nights.policy(recording.site), ports.holds.list(recording.site)])
  const until = new Date(Date.parse(recording.receivedAt) + policy.immutableDays * dayMs).toISOString()
  const immutableUntil = policy.immutableDays > 0 && until > now ? until : undefined
  return ports.videoArchive.protect(recording.path, { immutableUntil, legalHold: isHeld(holds, recording) })
}
