import { z } from 'zod'
import type { DatasetEntry } from '../domain/dataset.ts'
import { newItems } from '../domain/dataset-diff.ts'
import { type Id, Instant } from '../domain/ids.ts'
import { judgeFeedback } from '../domain/judge-feedback.ts'
import { joinKey } from '../domain/keys.ts'
import type { Roster } from '../domain/roster.ts'
import { isOver } from '../domain/run-state.ts'
import { stoppedTrainingMail } from '../domain/training-mail.ts'
import type { TrainingPolicy, TrainingRun } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { changeAlertLimit } from './change-alert-limit.ts'
import { collectWords, type WordPorts } from './collect-words.ts'
import { type AnnouncementPorts, sendAnnouncement } from './send-announcement.ts'
import { type StartRunPorts, startRetraining } from './start-retraining.ts'

export type StartAfterNightPorts = StartRunPorts & WordPorts & AnnouncementPorts & Pick<Ports, 'audit'>

const dayMs = 86_400_000
const recentRuns = 50

/** A dataset that nothing is trained on by itself, and why. */
const Stop = z.object({ at: Instant, reason: z.string() })

/**
 * Starts a run on the newest dataset of a site where its policy says so: enough new frames to learn from, not too soon
 * after the last one, and feedback that is as usual. Where it is not, nothing starts and the reason is on the audit
 * chain: a person looks, and starts the run or repairs the labels.
 *
 * @returns the run, if one was started
 */
export async function startAfterNight(ports: StartAfterNightPorts, site: Id): Promise<TrainingRun | undefined> {
  const { runs, datasets } = ports
  const { value: policy } = await runs.policy(site)
  if (policy.newFrames === 0) return undefined
  const [dataset] = (await datasets.list({ sites: [site], limit: 1 })).items
  if (dataset === undefined || (await runs.ofDataset(site, dataset.version)) !== undefined) return undefined
  const recent = (await runs.list({ sites: [site], limit: recentRuns })).items
  if (recent.some((run) => !isOver(run)) || !isTime(ports, recent, policy)) return undefined
  const last = recent.find(({ state }) => state === 'completed')
  const learned = last && (await datasets.header(last.dataset))
  // Frames that were only labelled anew are few, and do not count.
  const fresh = dataset.counts.train.frames - (learned?.counts.train.frames ?? 0)
  if (fresh < policy.newFrames || (await isStopped(ports, dataset, learned?.version, policy))) return undefined
  return startRetraining(ports, { site, dataset: dataset.version, reason: 'policy', startedBy: 'timer' })
}

function isTime({ clock }: Pick<Ports, 'clock'>, recent: readonly TrainingRun[], { leastDays }: TrainingPolicy): boolean {
  const last = recent.find(({ reason }) => reason === 'policy')
  return last === undefined || clock().getTime() - Date.parse(last.createdAt) >= leastDays * dayMs
}

/** Whether a person must look first; then people are told, and the audit chain once. */
async function isStopped(
  ports: StartAfterNightPorts,
  { site, version }: DatasetEntry,
  learned: string | undefined,
  policy: TrainingPolicy,
): Promise<boolean> {
  const place = { site, key: joinKey('training-stopped', version), schema: Stop }
  const known = await ports.alertLimits.read(site, place.key)
  const reason = known === undefined ? await askFeedback(ports, site, version, learned, policy) : Stop.parse(JSON.parse(known.value)).reason
  if (reason === undefined) return false
  const at = ports.clock().toISOString()
  const isMine = await changeAlertLimit(ports.alertLimits, place, async (stop) =>
    stop === undefined ? { state: { at, reason }, answer: true } : { state: undefined, answer: false },
  )
  if (isMine) {
    await ports.audit.append(site, {
      ...{ at, who: 'system', action: 'training-stopped', subject: `dataset/${version}` },
      detail: { reason: reason.slice(0, 1000) },
    })
  }
  const write = (...to: [Roster, string, boolean]) => stoppedTrainingMail(version, reason, ...to)
  await sendAnnouncement(ports, { site, kind: 'training-stopped', id: version, topics: ['training'], write })
  return true
}

async function askFeedback(
  ports: StartAfterNightPorts,
  site: Id,
  version: string,
  learned: string | undefined,
  { largestShare }: TrainingPolicy,
): Promise<string | undefined> {
  const { datasets } = ports
  const before = () => (learned === undefined ? nothing() : datasets.items(learned))
  const fresh = await collectWords(ports, site, newItems(datasets.items(version), before()))
  return judgeFeedback(fresh, await collectWords(ports, site, before()), largestShare)
}

async function* nothing(): AsyncGenerator<never> {}
