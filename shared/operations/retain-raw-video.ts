import { crashPoint } from '../crash-point.ts'
import type { Id } from '../domain/ids.ts'
import { isHeld } from '../domain/legal-hold.ts'
import type { RecordingWork } from '../domain/night.ts'
import type { Recording } from '../domain/recording.ts'
import type { NightStore, Ports, RawVideo } from '../ports.ts'
import { collect } from './collect.ts'
import { inParallel } from './in-parallel.ts'
import { saveWork } from './save-work.ts'

/** What one run removes at most, with one entry of the audit chain; the next one goes on. */
const maxRemovals = 5000
const removalsPerLook = 100
const removalsAtOnce = 8

export type RetentionPorts = Pick<
  Ports,
  'rawVideo' | 'recordings' | 'recordingWork' | 'videoArchive' | 'holds' | 'audit' | 'storageTime'
> & {
  readonly nights: Pick<NightStore, 'policy'>
}

export interface Retention {
  readonly removed: number
  readonly bytes: number
  /** Old enough, and kept because of a legal hold. */
  readonly held: number
}

interface Due {
  readonly video: RawVideo
  readonly recording: Recording
}

/**
 * Removes the raw video of a site that was in the archive for as long as the policy wants, and that no hold covers. The
 * container itself is the list of what is left to do, so a run that dies is simply made up for by the next.
 *
 * What is going to be removed is on the audit chain before the first file goes, by count and by the hash of the list.
 */
export async function retainRawVideo(ports: RetentionPorts, site: Id): Promise<Retention> {
  const now = await ports.storageTime()
  const { value: policy } = await ports.nights.policy(site)
  const before = new Date(now.getTime() - policy.rawVideoHours * 3_600_000).toISOString()
  const { due: listed, held } = await findDue(ports, site, before)
  const due = await stillArchived(ports, listed)
  if (due.length === 0) return { removed: 0, bytes: 0, held }

  const bytes = due.reduce((sum, { video }) => sum + video.bytes, 0)
  const at = now.toISOString()
  const lines = due.map(({ video, recording }) => `${recording.sha256}  ${video.path}`)
  const list = await ports.rawVideo.keepRemovalList(site, at, lines)
  const detail = { files: due.length, bytes, list, archivedBefore: before }
  await ports.audit.append(site, { at, who: 'system', action: 'raw-video-removed', subject: `site/${site}/raw-video`, detail })
  crashPoint('retain-audited')
  let removed = 0
  for (let index = 0; index < due.length; index += removalsPerLook)
    removed += await removeSome(ports, site, due.slice(index, index + removalsPerLook), at)
  return { removed, bytes, held }
}

async function findDue(ports: RetentionPorts, site: Id, before: string): Promise<{ due: Due[]; held: number }> {
  const holds = await ports.holds.list(site)
  const due: Due[] = []
  let held = 0
  // Files come by camera and day, so what is known of them is read a day at a time: most were not archived long ago.
  let day = ''
  let works: ReadonlyMap<Id, RecordingWork> = new Map()
  for await (const video of ports.rawVideo.list(site)) {
    if (video.startedAt > before) continue
    if (day !== `${video.camera} ${video.startedAt.slice(0, 10)}`) {
      day = `${video.camera} ${video.startedAt.slice(0, 10)}`
      works = await worksOfDay(ports, site, video)
    }
    const work = works.get(video.recording)
    if (work?.archivedSha256 === undefined || work.archivedAt === undefined || work.archivedAt > before) continue
    const recording = await ports.recordings.find(video.recording)
    if (recording?.path !== video.path || recording.sha256 !== work.archivedSha256) continue
    if (isHeld(holds, recording)) held++
    else due.push({ video, recording })
    if (due.length === maxRemovals) break
  }
  return { due, held }
}

async function worksOfDay(
  { recordingWork }: RetentionPorts,
  site: Id,
  { camera, startedAt }: RawVideo,
): Promise<ReadonlyMap<Id, RecordingWork>> {
  const from = `${startedAt.slice(0, 10)}T00:00:00.000Z`
  const to = new Date(Date.parse(from) + 86_400_000).toISOString()
  const works = await collect(recordingWork.all(site, { camera, from, to }))
  return new Map(works.map((work) => [work.recording, work]))
}

/** The archive is looked at, too: somebody may have emptied it. */
async function stillArchived({ videoArchive }: RetentionPorts, due: readonly Due[]): Promise<Due[]> {
  const lost = new Set<Due>()
  await inParallel(due, removalsAtOnce, async (one) => {
    if ((await videoArchive.size(one.recording.path)) !== one.recording.bytes) lost.add(one)
  })
  return due.filter((one) => !lost.has(one))
}

/** A hold that came since the list was made counts. */
async function removeSome(ports: RetentionPorts, site: Id, some: readonly Due[], at: string): Promise<number> {
  const holds = await ports.holds.list(site)
  let removed = 0
  await inParallel(some, removalsAtOnce, async ({ video, recording }) => {
    if (isHeld(holds, recording)) return
    await saveWork(ports, recording, { rawRemovedAt: at })
    crashPoint('retain-marked')
    if (await ports.rawVideo.remove(video)) removed++
    crashPoint('retain-removed')
  })
  return removed
}
