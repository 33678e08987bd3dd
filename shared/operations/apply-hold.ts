import type { LegalHold } from '../domain/archive.ts'
import type { Id } from '../domain/ids.ts'
import { isHeld } from '../domain/legal-hold.ts'
import type { RecordingWork } from '../domain/night.ts'
import type { Ports } from '../ports.ts'
import { saveWork } from './save-work.ts'

/** Files that one call looks at, so that a request ends in time; the timer goes on with the rest. */
const filesPerCall = 500
const filesAtOnce = 8
// A recording that began before the hold may reach into it; segments are minutes long.
const lookBackMs = 3_600_000

type ApplyPorts = Pick<Ports, 'holds' | 'recordingWork' | 'recordings' | 'videoArchive'>

/**
 * Tells the archived files that a hold covers of it, or of its release: Azure itself then refuses to remove them. A file
 * that says so already costs no call, so that going on later begins where the last call ended.
 *
 * @returns the hold, `isApplied` when no file is left to tell, or when the account cannot do it
 */
export async function applyHold(ports: ApplyPorts, hold: LegalHold): Promise<LegalHold> {
  const holds = await ports.holds.list(hold.site)
  const within = { camera: hold.camera, from: new Date(Date.parse(hold.from) - lookBackMs).toISOString(), to: justAfter(hold.to) }
  let told = 0
  let batch: RecordingWork[] = []
  for await (const work of ports.recordingWork.all(hold.site, within)) {
    if (!needsTelling(work, hold, holds)) continue
    batch.push(work)
    if (batch.length < filesAtOnce) continue
    await Promise.all(batch.map((one) => tell(ports, one, holds)))
    told += batch.length
    batch = []
    if (told >= filesPerCall) return hold
  }
  await Promise.all(batch.map((one) => tell(ports, one, holds)))
  const applied = { ...hold, isApplied: true }
  await ports.holds.save(applied)
  return applied
}

/** What the calls before could not finish. */
export async function applyHolds(ports: ApplyPorts, site: Id): Promise<void> {
  for (const hold of await ports.holds.list(site)) if (!hold.isApplied) await applyHold(ports, hold)
}

function needsTelling(work: RecordingWork, hold: LegalHold, holds: readonly LegalHold[]): boolean {
  const isTouched = work.startedAt <= hold.to && work.endedAt >= hold.from
  const state = work.protection?.legalHold
  return isTouched && state !== undefined && state !== 'unsupported' && state !== (isHeld(holds, work) ? 'set' : 'unset')
}

async function tell(ports: ApplyPorts, work: RecordingWork, holds: readonly LegalHold[]): Promise<void> {
  const recording = await ports.recordings.find(work.recording)
  if (recording === undefined || work.protection === undefined) return
  const { immutableUntil } = work.protection
  const { legalHold } = await ports.videoArchive.protect(recording.path, { immutableUntil, legalHold: isHeld(holds, recording) })
  await saveWork(ports, recording, { protection: { ...work.protection, legalHold } })
}

function justAfter(instant: string): string {
  return new Date(Date.parse(instant) + 1).toISOString()
}
