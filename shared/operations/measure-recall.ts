import { wallClock } from '../domain/due-nights.ts'
import { estimateRecall, type ScoredFrame } from '../domain/estimate-recall.ts'
import type { Id } from '../domain/ids.ts'
import type { QualityReport } from '../domain/quality-report.ts'
import type { Ports } from '../ports.ts'
import { type SamplePorts, scoreSample } from './sample-day.ts'

const dayMs = 86_400_000
/** Ten frames a day are few; four weeks of them are an answer. */
const recallDays = 28

/**
 * How much of what is there the model finds: estimated from the frames that were drawn by lot, and bounded from above by what
 * people reported as missed.
 *
 * @param model Digest; undefined = whatever looked
 */
export async function measureRecall(
  ports: SamplePorts & Pick<Ports, 'missedObjects' | 'incidents'>,
  { site, timeZone, model }: { site: Id; timeZone: string; model: string | undefined },
  now: Date,
): Promise<QualityReport['recall']> {
  const frames: (ScoredFrame & { readonly camera: Id })[] = []
  let waiting = 0
  for (let back = recallDays; back >= 1; back--) {
    const day = wallClock(new Date(now.getTime() - back * dayMs), timeZone).date
    const stored = await ports.quality.sample(site, day)
    if (stored === undefined) continue
    for (const { request, score } of (await scoreSample(ports, stored)).drawn) {
      if (score === undefined) waiting++
      else if (model === undefined || score.model === model)
        frames.push({ probability: request.probability ?? 1, score, camera: request.camera })
    }
  }
  const cameras = [...new Set(frames.map(({ camera }) => camera))].sort()
  const labels = [...new Set(frames.flatMap(({ score }) => Object.keys(score.perLabel)))].sort()
  const ofCamera = (camera: Id) => estimateRecall(frames.filter((frame) => frame.camera === camera))
  const from = new Date(now.getTime() - recallDays * dayMs).toISOString()
  return {
    ...{ days: recallDays, all: estimateRecall(frames), waiting },
    perCamera: Object.fromEntries(cameras.map((camera) => [camera, ofCamera(camera)])),
    perLabel: Object.fromEntries(labels.map((label) => [label, estimateRecall(frames, [label])])),
    reported: await count((cursor) => ports.missedObjects.list({ site, from, limit: 100, ...(cursor !== undefined && { cursor }) })),
    confirmed: await count((cursor) =>
      ports.incidents.list({ sites: [site], verdict: 'confirmed', from, limit: 100, ...(cursor !== undefined && { cursor }) }),
    ),
  }
}

async function count(
  pageAfter: (cursor: string | undefined) => Promise<{ readonly items: readonly unknown[]; readonly cursor?: string | undefined }>,
): Promise<number> {
  let [sum, cursor]: [number, string | undefined] = [0, undefined]
  do {
    const page = await pageAfter(cursor)
    sum += page.items.length
    cursor = page.cursor
  } while (cursor !== undefined)
  return sum
}
