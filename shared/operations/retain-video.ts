import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'
import { applyHolds } from './apply-hold.ts'
import { type Retention, type RetentionPorts, retainRawVideo } from './retain-raw-video.ts'

const clipHours = 24
/** A plant with hundreds of cameras has more to remove in an hour than one list holds. */
const listsAnHour = 20

/** All that the hour asks for, for all sites. A site that fails does not keep the others waiting. @throws AggregateError at the end */
export async function retainVideo(
  ports: RetentionPorts & Pick<Ports, 'rosters' | 'clips'>,
): Promise<Retention & { readonly clips: number }> {
  const now = await ports.storageTime()
  const clips = await ports.clips.removeBefore(new Date(now.getTime() - clipHours * 3_600_000).toISOString())
  const total = { removed: 0, bytes: 0, held: 0, clips }
  const errors: unknown[] = []
  for (const { id } of await ports.rosters.listSites()) {
    try {
      await applyHolds(ports, id)
      const ofSite = await retainAll(ports, id)
      total.removed += ofSite.removed
      total.bytes += ofSite.bytes
      total.held += ofSite.held
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `The video of ${errors.length} sites could not be looked after.`)
  return total
}

async function retainAll(ports: RetentionPorts, site: Id): Promise<Retention> {
  let [removed, bytes] = [0, 0]
  for (let list = 1; ; list++) {
    const run = await retainRawVideo(ports, site)
    removed += run.removed
    bytes += run.bytes
    if (run.removed === 0 || list === listsAnHour) return { removed, bytes, held: run.held }
  }
}
