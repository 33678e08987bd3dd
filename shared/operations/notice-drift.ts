import type { Id } from '../domain/ids.ts'
import type { DriftFinding } from '../domain/judge-drift.ts'
import type { NoticeReport } from '../domain/notice.ts'
import type { ReviewBatch } from '../domain/review-batch.ts'
import type { VerdictFinding } from '../domain/verdict-quality.ts'
import { clearNotice } from './clear-notice.ts'
import { type RaiseNoticePorts, raiseNotice } from './raise-notice.ts'

export type DriftNoticePorts = RaiseNoticePorts & Parameters<typeof clearNotice>[0]

const pointsShown = 30

/** Tells the data scientists that something drifts, once for each breach; the same again brings the evidence up to date. */
export async function raiseDrift(
  ports: DriftNoticePorts,
  { site, camera, finding, batch }: { site: Id; camera: Id; finding: DriftFinding; batch: ReviewBatch },
): Promise<void> {
  const { monitor, periods, least } = finding
  const last = periods.at(-1)
  const report: NoticeReport = {
    ...{ site, kind: kindOf(monitor), subject: `camera/${camera}/${monitor}`, severity: 'warning' },
    summary: `At camera ${camera}, ${monitor} has been unlike its reference since ${batch.since}. ${batch.frames.length} frames wait for review.`,
    evidence: [
      {
        ...{ measure: 'drift', value: last?.value ?? 0, unit: unitOf(monitor), threshold: least },
        ...{ effectSize: last?.effect ?? 0, effect: effectOf(monitor), sampleSize: last?.samples ?? 0 },
        points: periods.slice(-pointsShown).map(({ to, value }) => ({ at: to, value })),
      },
      { measure: 'frames-to-review', value: batch.frames.length, unit: 'frames' },
    ],
    roles: ['data-scientist'],
    link: `/quality?site=${site}&camera=${camera}`,
  }
  await raiseNotice(ports, report)
}

export async function clearDrift(
  ports: DriftNoticePorts,
  { site, camera, monitor }: { site: Id; camera: Id; monitor: string },
): Promise<void> {
  await clearNotice(ports, { site, kind: kindOf(monitor), subject: `camera/${camera}/${monitor}` })
}

/** The same for what people's verdicts say of the model in force. */
export async function followVerdicts(
  ports: DriftNoticePorts,
  { site, model, finding }: { site: Id; model: string; finding: VerdictFinding },
): Promise<void> {
  const { monitor, before, now, effect, isBreach } = finding
  const about = { site, kind: `${monitor}-drift`, subject: `model/${model}/${monitor}` }
  if (!isBreach) {
    await clearNotice(ports, about)
    return
  }
  const what = monitor === 'precision' ? 'Fewer of the incidents are confirmed' : 'The model is surer than it is right, more'
  await raiseNotice(ports, {
    ...about,
    severity: 'warning',
    summary: `${what} than in the model's first days: ${now.right} of ${now.count} now, ${before.right} of ${before.count} then.`,
    evidence: [
      { measure: monitor, value: now.share ?? 0, unit: '1', effectSize: effect, effect: 'difference of shares', sampleSize: now.count },
    ],
    roles: ['data-scientist'],
    link: `/quality?site=${site}`,
  })
}

function kindOf(monitor: string): Id {
  if (monitor.startsWith('crops:')) return 'appearance-drift'
  return monitor === 'load' || monitor === 'classes' || monitor.startsWith('confidence:') ? 'output-drift' : 'input-drift'
}

function unitOf(monitor: string): string {
  if (monitor.startsWith('crops:')) return '1'
  if (monitor === 'load') return 'objects/frame'
  return monitor === 'classes' || monitor.startsWith('confidence:') ? 'PSI' : 'level'
}

function effectOf(monitor: string): string {
  if (monitor.startsWith('crops:')) return 'share beyond the reference'
  if (monitor === 'classes' || monitor.startsWith('confidence:')) return 'population stability index'
  return ['sharpness', 'motion', 'load'].includes(monitor) ? 'log ratio' : 'difference'
}
