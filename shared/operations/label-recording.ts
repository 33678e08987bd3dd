import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { FrameManifest } from '../domain/frame.ts'
import { frameFacts } from '../domain/frame-facts.ts'
import type { RecordingLabels } from '../domain/frame-labels.ts'
import type { Id } from '../domain/ids.ts'
import { labelFrame } from '../domain/label-frames.ts'
import type { RecordingWork, StepResult } from '../domain/night.ts'
import { questionOf } from '../domain/plan-tasks.ts'
import type { FrameStore, Ports } from '../ports.ts'
import { type FactPorts, gatherLabelFacts } from './gather-label-facts.ts'
import { renewTasks } from './renew-tasks.ts'

export type LabelRecordingPorts = FactPorts &
  Pick<Ports, 'recordings' | 'recordingWork' | 'labelTasks' | 'nights' | 'clock'> & {
    readonly frames: Pick<FrameStore, 'manifest' | 'labels' | 'saveLabels'>
  }

const maxTries = 5

/**
 * Turns what is known of a recording's frames into labels, and asks labelers where people have not decided. The same
 * facts give the same bytes; all of it can be done again, also after a crash in its middle.
 *
 * @throws Fault `not-found` for a recording that does not exist
 */
export async function labelRecording(ports: LabelRecordingPorts, recording: Id): Promise<StepResult> {
  const [found, manifest] = await Promise.all([ports.recordings.find(recording), ports.frames.manifest(recording)])
  if (found === undefined && manifest?.sent === undefined) throw new Fault('not-found', `recording ${recording}`)
  const nothing = { frames: 0, annotations: 0, bytes: 0 }
  if (manifest === undefined) return { outcome: 'known', reason: 'No frames were taken out of it.', ...nothing }
  // Before the edits: an answer that comes in between changes the task's version, and then nothing here overwrites it.
  const tasks = await ports.labelTasks.ofRecording(manifest.site, recording)
  const facts = await gatherLabelFacts(ports, manifest)
  const byFrame = frameFacts(facts).map((ofFrame) => ({ ofFrame, labels: labelFrame(ofFrame) }))
  const labels: RecordingLabels = { recording, site: manifest.site, camera: manifest.camera, frames: byFrame.map(({ labels }) => labels) }

  const stored = await ports.frames.labels(recording)
  const isKnown = stored !== undefined && canonicalJson(stored) === canonicalJson(labels)
  if (!isKnown) await ports.frames.saveLabels(labels)
  const questions = byFrame.flatMap(({ ofFrame, labels }) => questionOf(manifest, ofFrame, labels) ?? [])
  // A camera that shows the same picture twice gives the same frame twice; it is asked about once.
  const asked = new Map(questions.toReversed().map((question) => [question.frame, question]))
  await renewTasks(ports, manifest.site, tasks, [...asked.values()], facts.quarantined)
  await noteCounts(ports, manifest, labels)

  const annotations = labels.frames.filter(({ state }) => state === 'labelled').reduce((sum, frame) => sum + frame.annotations.length, 0)
  return { outcome: isKnown ? 'known' : 'done', ...nothing, annotations }
}

/** How many frames teach what, for lists and for the count of what is new. */
async function noteCounts({ recordingWork }: LabelRecordingPorts, of: FrameManifest, { frames }: RecordingLabels): Promise<void> {
  const learned = frames.filter(({ state }) => state === 'labelled')
  const counts = {
    positive: learned.filter(({ group }) => group === 'positive').length,
    falsePositive: learned.filter(({ group }) => group === 'false-positive').length,
    undecided: frames.filter(({ state }) => state === 'undecided').length,
  }
  const { recording, site, camera, startedAt, endedAt } = of
  for (let tries = 1; ; tries++) {
    const found = await recordingWork.find({ id: recording, site, camera, startedAt })
    const before: RecordingWork = found?.value ?? { recording, site, camera, startedAt, endedAt, failures: [] }
    const after = { ...before, ...counts }
    if (found !== undefined && canonicalJson(after) === canonicalJson(before)) return
    try {
      await recordingWork.save(after, found?.version)
      return
    } catch (error) {
      // Other steps keep their own fields in the same row.
      if (!(error instanceof Fault && error.code === 'night-changed') || tries === maxTries) throw error
    }
  }
}
