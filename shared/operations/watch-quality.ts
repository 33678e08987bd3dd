import type { DriftThresholds } from '../domain/drift-thresholds.ts'
import { wallClock } from '../domain/due-nights.ts'
import type { Id } from '../domain/ids.ts'
import { startOfLocalDay } from '../domain/local-day.ts'
import type { QualityReport } from '../domain/quality-report.ts'
import type { Ports } from '../ports.ts'
import { type DescribePorts, describeFrames } from './describe-frames.ts'
import { type JudgePorts, judgeCameras } from './judge-cameras.ts'
import { judgeSiteVerdicts, type VerdictPorts } from './judge-site-verdicts.ts'
import { measureRecall } from './measure-recall.ts'
import { type ObservePorts, observeQuality } from './observe-quality.ts'
import { drawDay, type SamplePorts } from './sample-day.ts'

export type WatchQualityPorts = ObservePorts & DescribePorts & SamplePorts & JudgePorts & VerdictPorts & Pick<Ports, 'nights'>

const dayMs = 86_400_000
/** A night's work is of the days before it; one that failed is made up for by the next. */
const describedDays = 3
/** By then devices that were cut off in the evening have mostly caught up, and the night has not begun. */
const drawnFromHour = '01:00'

/**
 * Looks at a site once: hours become numbers, frames of the last night are described, the day's sample is drawn, references that
 * are due are made, and what drifts is brought before people. Every step can be done again; the report says what holds now.
 *
 * @returns undefined for a site that nobody knows
 */
export async function watchQuality(ports: WatchQualityPorts, site: Id, now: Date): Promise<QualityReport | undefined> {
  const roster = await ports.rosters.find(site)
  if (roster === undefined) return undefined
  const { timeZone } = roster.site
  const { value: thresholds } = await ports.quality.thresholds(site)
  await observeQuality(ports, site, timeZone, now)
  await describeAfterNight(ports, site, timeZone, now)
  await drawYesterday(ports, site, timeZone, thresholds, now)
  const champion = (await ports.models.champion(site))?.value
  const cameras = await judgeCameras(ports, { site, timeZone, thresholds, champion }, now)
  const verdicts = await judgeSiteVerdicts(ports, { site, thresholds, champion }, now)
  const recall = await measureRecall(ports, { site, timeZone, model: champion?.model.digest }, now)
  const model = champion && { ...champion.model, since: champion.since }
  const report: QualityReport = { site, at: now.toISOString(), ...(model && { model }), cameras, verdicts, recall }
  await ports.quality.saveReport(report)
  return report
}

/** Frames come with the night; each night's are described once, with those of the days before it. */
async function describeAfterNight(ports: WatchQualityPorts, site: Id, timeZone: string, now: Date): Promise<void> {
  const night = (await ports.nights.list({ sites: [site], limit: 1 })).items[0]
  if (night === undefined || night.state === 'running' || night.state === 'failed') return
  const name = `${night.id}-${night.number}`
  if ((await ports.quality.describedNight(site)) === name) return
  for (let back = describedDays - 1; back >= 0; back--) {
    await describeFrames(ports, site, timeZone, new Date(now.getTime() - back * dayMs).toISOString().slice(0, 10))
  }
  await ports.quality.noteDescribedNight(site, name)
}

async function drawYesterday(
  ports: WatchQualityPorts,
  site: Id,
  timeZone: string,
  { sampleFrames }: DriftThresholds,
  now: Date,
): Promise<void> {
  if (wallClock(now, timeZone).time < drawnFromHour) return
  const today = startOfLocalDay(now, timeZone)
  const yesterday = startOfLocalDay(new Date(today.getTime() - 1), timeZone)
  const { date: day } = wallClock(yesterday, timeZone)
  await drawDay(ports, { site, day, from: yesterday.toISOString(), to: today.toISOString(), perCamera: sampleFrames })
}
