import type { Evaluation } from '../../shared/domain/evaluation.ts'
import type { ModelReference } from '../../shared/domain/messages.ts'
import type { RegisteredModel } from '../../shared/domain/registered-model.ts'
import type { TrainingRun } from '../../shared/domain/training-run.ts'
import { buildDataset } from '../../shared/operations/build-dataset.ts'
import type { Ports } from '../../shared/ports.ts'
import { labelledRecording, sampleAnnotation, sha256Of } from './labelled-recording.ts'
import { sampleIncident } from './sample-incident.ts'

/** A model as the register has it; its digest is made of its name and version. */
export function sampleModel(site: string, version: string, more: Partial<RegisteredModel> = {}): RegisteredModel {
  return {
    ...{ name: site, version, digest: sha256Of(`model ${site} ${version}`), site, state: 'candidate', cardSha256: sha256Of('card') },
    ...{ labels: ['bottle'], bytes: 1000, createdAt: '2026-03-05T00:00:00.000Z', ...more },
  }
}

export function referenceTo({ name, version, digest }: RegisteredModel): ModelReference {
  return { name, version, digest }
}

export function sampleEvaluation(candidate: RegisteredModel, champion?: RegisteredModel): Evaluation {
  const model = referenceTo(candidate)
  const replay = { days: 14, confirmed: 0, rejected: 0, found: 0, falseAlarms: 0, other: 0, missed: [] }
  const calibration = { bins: Array.from({ length: 10 }, () => ({ count: 0, right: 0, confidence: 0 })), error: 0 }
  const figures = { model, perClass: {}, perCamera: {}, confusion: {}, calibration, meanInferenceMs: 3 }
  return {
    ...{ digest: sha256Of(`evaluation ${candidate.digest} ${champion?.digest}`), site: candidate.site, candidate: model },
    ...(champion !== undefined && { champion: referenceTo(champion) }),
    ...{ dataset: candidate.dataset ?? 'ds-0123456789abcdef', inputs: { policy: sha256Of('policy') } },
    ...{ test: { frames: 0, candidate: figures }, replay: { candidate: replay }, alertsSavedPerDay: 0, incidentsMissed: 0 },
    ...{ gate: { verdict: 'better', reason: 'It finds more.', checks: [] }, at: '2026-03-05T01:00:00.000Z' },
  }
}

/** Who had which part in `teachModel`. */
export const teachers = { starter: 'starter', labeler: 'labeler', emptier: 'emptier', judge: 'judge' } as const

/**
 * A candidate with everything before it: two incidents that `judge` judged, boxes that `labeler` drew, a frame that
 * `emptier` said nothing is on, a dataset, a run that `starter` started, and an evaluation.
 */
export async function teachModel(ports: Ports, site: string, version = '1', more: Partial<RegisteredModel> = {}) {
  const drawn = sampleAnnotation('bottle', {
    source: { kind: 'person', who: teachers.labeler, at: '2026-03-01T12:00:00.000Z' },
    because: { kind: 'edit', seq: 1, at: '2026-03-01T12:00:00.000Z' },
  })
  const recordings = [1, 2].map((number) =>
    labelledRecording({
      ...{ id: `${site}-rec-${number}`, camera: `line-${number}`, incidents: [`${site}-i-${number}`] },
      frames: [{}, { annotations: [drawn] }, { group: 'false-positive' }, { group: 'background', annotations: [] }],
    }),
  )
  for (const { work, labels, manifest } of recordings) {
    await ports.frames.saveManifest({ ...manifest, site })
    await ports.frames.saveLabels({ ...labels, site })
    for (const { frame } of labels.frames) await ports.frames.put(frame, Buffer.from(frame))
    await ports.recordingWork.save({ ...work, site }, undefined)
    const emptied = labels.frames[3]!
    const edit = { frame: emptied.frame, recording: work.recording, site, at: emptied.at, who: teachers.emptier }
    await ports.frameEdits.add({ ...edit, kind: 'label', objects: [], isProvisional: false })
    await judge(ports, `${site}-i-${work.recording.at(-1)}`, site, work.recording)
  }
  const dataset = (await buildDataset(ports, { site, night: `nightly-${site}-2026-03-02` })).version!
  const run: TrainingRun = {
    ...{ id: `train-${dataset}`, site, dataset, number: Number(version), attempt: 1, reason: 'person', startedBy: teachers.starter },
    ...{ state: 'completed', createdAt: '2026-03-04T00:00:00.000Z', progress: { step: 10, steps: 10 } },
  }
  await ports.runs.save(run, undefined)
  const model = sampleModel(site, version, { run: run.id, dataset, ...more })
  const evaluation = sampleEvaluation(model)
  await ports.evaluations.save(evaluation)
  await ports.models.save({ ...model, evaluation: evaluation.digest }, undefined)
  return { model, evaluation, run, dataset, recordings }
}

async function judge(ports: Ports, id: string, site: string, recording: string): Promise<void> {
  const incident = sampleIncident(id, { site, recordings: [recording], verdict: 'confirmed', state: 'acknowledged' })
  const by = { seq: 1, at: '2026-03-01T11:00:00.000Z', who: teachers.judge, name: 'Judge' }
  await ports.incidents.write({ incident, version: undefined, entries: [{ kind: 'verdict', ...by, verdict: 'confirmed', boxes: [] }] })
}
