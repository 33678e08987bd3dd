import type { Id, Instant } from './ids.ts'
import type { Incident, MessageOrder } from './incident.ts'

/** `{site}/{camera}/{yyyy}/{MM}/{dd}/{HHmmssSSS}-{recording}.mp4`, in container `raw-video` and later in the archive. */
export function recordingPath({ site, camera, startedAt, id }: { site: Id; camera: Id; startedAt: Instant; id: Id }): string {
  return `${site}/${camera}/${datePath(startedAt)}/${timeOf(startedAt)}-${id}.mp4`
}

/** Under the day of the incident; a later still of it is another file, since links to the earlier one are about. */
export function snapshotPath({ site, camera, startedAt, id }: Incident, { at, seq }: MessageOrder): string {
  return `${site}/${camera}/${datePath(startedAt)}/${timeOf(startedAt)}-${id}-${timeOf(at)}-${seq}.jpg`
}

function datePath(instant: Instant): string {
  return instant.slice(0, 10).replaceAll('-', '/')
}

function timeOf(instant: Instant): string {
  return instant.slice(11, 23).replaceAll(/[:.]/g, '')
}
