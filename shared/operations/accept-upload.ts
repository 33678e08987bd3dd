import { crashPoint } from '../crash-point.ts'
import { filingTime, later } from '../domain/device-time.ts'
import { Fault } from '../domain/faults.ts'
import { recordingPath, snapshotPath } from '../domain/media-path.ts'
import { withSnapshot } from '../domain/merge-incident.ts'
import type { QuarantineReason } from '../domain/quarantine.ts'
import { type UploadJob, type UploadJobOf, uploadDelaySeconds } from '../domain/upload-job.ts'
import type { InspectedUpload, Ports } from '../ports.ts'
import { enqueueCompliance } from './enqueue-compliance.ts'
import { askAboutPicture, keepSentPicture } from './keep-sent-picture.ts'
import { quarantineUpload } from './quarantine-upload.ts'

const maxSnapshotBytes = 4 * 1024 * 1024

/** What became of an upload. `waiting`: the file is not there yet, and the job lies in the queue again. */
export type UploadOutcome = 'accepted' | 'known' | 'waiting' | 'quarantined'

/**
 * Looks at a file that a device uploaded and moves it to where people and training read from. Nothing that the device
 * says is believed: not the size, not the hash, not the type, and least of all where it belongs. Runs twice without harm.
 */
export async function acceptUpload(ports: Ports, job: UploadJob): Promise<UploadOutcome> {
  try {
    if (job.kind === 'recording') return await acceptRecording(ports, job)
    return await (job.kind === 'snapshot' ? acceptSnapshot(ports, job) : acceptPicture(ports, job))
  } catch (error) {
    // The queue gives a job up after five failures, which a short outage has soon used up: it goes back with a pause instead.
    const isPassing = error instanceof Fault && (error.kind === 'unavailable' || error.code === 'upload-changed')
    if (!isPassing) throw error
    return wait(ports, job)
  }
}

async function acceptRecording(ports: Ports, job: UploadJobOf<'recording'>): Promise<UploadOutcome> {
  const { message, site, device, enqueuedAt } = job
  if ((await ports.recordings.find(message.recording)) !== undefined) {
    await ports.media.removeUpload(message.blob)
    return 'known'
  }
  const upload = await ports.media.inspectUpload(message.blob)
  if (upload === undefined) return wait(ports, job)
  const problem = problemOfRecording(upload, message)
  if (problem !== undefined) return refuse(ports, job, upload, problem)

  const clock = { enqueuedAt, sentAt: job.sentAt }
  const startedAt = filingTime(message.startedAt, clock)
  // A clock that jumped back must not give a recording a negative length.
  const endedAt = later(filingTime(message.endedAt, clock), startedAt) ?? startedAt
  const { recording: id, camera, bytes, sha256, codec, frameRate, width, height } = message
  const path = recordingPath({ site, camera, startedAt, id })
  // The mark before the row: a night that finds a mark without a row passes it over, a row without a mark it would never find.
  await Promise.all([ports.media.accept(upload, 'raw-video', path), ports.changes.mark({ kind: 'recording', id, site })])
  crashPoint('upload-copied')
  await ports.recordings.save({
    ...{ id, site, device, camera, startedAt, endedAt, path },
    ...{ bytes, sha256, codec, frameRate, width, height, receivedAt: enqueuedAt },
  })
  crashPoint('upload-stored')
  await ports.media.removeUpload(message.blob)
  return 'accepted'
}

async function acceptSnapshot(ports: Ports, job: UploadJobOf<'snapshot'>): Promise<UploadOutcome> {
  const found = await ports.incidents.find(job.incident)
  if (found === undefined) throw new Fault('not-found', `incident ${job.incident}`)
  const path = snapshotPath(found.value, job.order)
  const upload = await ports.media.inspectUpload(job.blob)
  if (upload === undefined) {
    // A run before this one may have died between the copy and the row.
    if (!(await ports.media.has('snapshots', path))) return wait(ports, job)
  } else {
    const problem = problemOfSnapshot(upload)
    if (problem !== undefined) return refuse(ports, job, upload, problem)
    await ports.media.accept(upload, 'snapshots', path)
    crashPoint('upload-copied')
  }
  const isNew = await showSnapshot(ports, job, path)
  crashPoint('upload-stored')
  await enqueueCompliance(ports, [{ kind: 'snapshot', site: job.site, incident: job.incident, path, ...seenOf(job) }])
  await ports.media.removeUpload(job.blob)
  return isNew ? 'accepted' : 'known'
}

async function acceptPicture(ports: Ports, job: UploadJobOf<'picture'>): Promise<UploadOutcome> {
  const { message } = job
  const upload = await ports.media.inspectUpload(message.blob)
  // A run before this one may have died after the picture had become a frame.
  if (upload === undefined) return (await askAboutPicture(ports, job)) ? 'known' : wait(ports, job)
  const problem = problemOfFile(upload, message) ?? problemOfSnapshot(upload)
  if (problem !== undefined) return refuse(ports, job, upload, problem)
  const jpeg = (await ports.media.readUpload(message.blob)) ?? new Uint8Array()
  const picture = await ports.plainPicture(jpeg)
  if (picture.kind === 'refused') return refuse(ports, job, upload, { reason: 'upload-type', detail: picture.detail })
  await keepSentPicture(ports, job, jpeg, picture)
  await askAboutPicture(ports, job)
  await ports.media.removeUpload(message.blob)
  return 'accepted'
}

function seenOf({ seenAt, enqueuedAt, sentAt }: UploadJobOf<'snapshot'>) {
  return seenAt === undefined ? {} : { seen: { seenAt, filedAt: filingTime(seenAt, { enqueuedAt, sentAt }) } }
}

async function showSnapshot(ports: Ports, job: UploadJobOf<'snapshot'>, path: string): Promise<boolean> {
  for (;;) {
    const found = await ports.incidents.find(job.incident)
    if (found === undefined) throw new Fault('not-found', `incident ${job.incident}`)
    const incident = withSnapshot(found.value, path, job.order)
    if (incident === found.value) return false
    try {
      await ports.incidents.write({ incident, version: found.version })
      return true
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'incident-changed')) throw error
    }
  }
}

interface Problem {
  readonly reason: QuarantineReason
  readonly detail: string
}

function problemOfFile(upload: InspectedUpload, claim: { bytes: number; sha256: string }): Problem | undefined {
  if (upload.bytes !== claim.bytes)
    return { reason: 'upload-mismatch', detail: `${upload.bytes} bytes came, ${claim.bytes} were announced.` }
  if (upload.sha256 === claim.sha256) return undefined
  return { reason: 'upload-mismatch', detail: 'The SHA-256 is not the one that was announced.' }
}

function problemOfRecording(upload: InspectedUpload, claim: { bytes: number; sha256: string }): Problem | undefined {
  const problem = problemOfFile(upload, claim)
  if (problem !== undefined) return problem
  // ISO base media files name their brand behind the length of the first box.
  const isMp4 = Buffer.from(upload.head.subarray(4, 8)).toString('latin1') === 'ftyp'
  return isMp4 ? undefined : { reason: 'upload-type', detail: 'This is not an MP4 file.' }
}

function problemOfSnapshot(upload: InspectedUpload): Problem | undefined {
  if (upload.bytes > maxSnapshotBytes)
    return { reason: 'too-large', detail: `${upload.bytes} bytes, a still may have ${maxSnapshotBytes} at most.` }
  const isJpeg = upload.head[0] === 0xff && upload.head[1] === 0xd8 && upload.head[2] === 0xff
  return isJpeg ? undefined : { reason: 'upload-type', detail: 'This is not a JPEG picture.' }
}

async function wait(ports: Ports, job: UploadJob): Promise<UploadOutcome> {
  const delaySeconds = uploadDelaySeconds(job.attempt)
  if (delaySeconds === undefined) {
    await quarantineUpload(ports, job, { reason: 'upload-missing', detail: 'The file did not come within three days.' })
    return 'quarantined'
  }
  await ports.uploads.add({ ...job, attempt: job.attempt + 1 }, delaySeconds)
  return 'waiting'
}

async function refuse(ports: Ports, job: UploadJob, upload: InspectedUpload, problem: Problem): Promise<UploadOutcome> {
  await ports.media.accept(upload, 'quarantine', `uploads/${upload.sha256}`)
  await quarantineUpload(ports, job, problem)
  await ports.media.removeUpload(upload.path)
  return 'quarantined'
}
