import { laptopPeople } from '../../local/sign-in/people.ts'
import { CameraSettings } from '../../shared/domain/edge-settings.ts'
import type { IncidentEntry } from '../../shared/domain/incident-entry.ts'
import { modelFiles } from '../../shared/domain/model-package.ts'
import { planDigest } from '../../shared/domain/plan-digest.ts'
import { RolloutPolicy } from '../../shared/domain/rollout.ts'
import { Rule } from '../../shared/domain/rule.ts'
import { buildDataset } from '../../shared/operations/build-dataset.ts'
import { labelRecording } from '../../shared/operations/label-recording.ts'
import { updateInsights } from '../../shared/operations/update-insights.ts'
import type { Ports } from '../../shared/ports.ts'
import { colourModel, crown } from '../harness/evaluated-plant.ts'
import { detection, frameAt, inference, instant, manifestOf } from '../harness/labeling/sample-facts.ts'
import { labelledRecording, sampleAnnotation } from '../harness/labelled-recording.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { referenceTo, sampleModel } from '../harness/sample-model.ts'
import { framePictureOf } from './frame-picture.ts'
import { payloads } from './payloads.ts'

const site = 'plant-1'
const device = 'edge-1'
const at = (index: number) => new Date(Date.now() - index * 1000).toISOString()
const incidentOf = (index: number) => `hostile-${index}`

/** Where every field that somebody can write holds the whole corpus: each list has one entry a payload, in its order. */
export interface HostilePlant {
  /** Its comments are the corpus. */
  readonly incident: string
  readonly dataset: string
  readonly night: string
  readonly release: string
  readonly rollout: string
}

export async function fillHostile(ports: Ports): Promise<HostilePlant> {
  await fillPeople(ports)
  await fillFleet(ports)
  await fillIncidents(ports)
  await updateInsights(ports)
  await fillOversight(ports)
  await fillLabeling(ports)
  const night = `nightly-${site}-2026-03-02`
  await ports.nights.save(
    {
      ...{ id: night, site, date: '2026-03-02', number: 1, state: 'partial', startedAt: at(60), endedAt: at(0), startedBy: 'timer' },
      progress: { step: 'done', recordings: { all: 60, done: 60, bad: 60 }, frames: 0, annotations: 0, bytes: 0 },
      problems: payloads.map((reason, index) => ({ recording: `rec-${index}`, step: 'split' as const, reason })),
      problemCount: payloads.length,
    },
    undefined,
  )
  return { incident: incidentOf(0), night, ...(await fillLearning(ports)) }
}

async function fillPeople({ people, rosters }: Ports): Promise<void> {
  await rosters.saveSite({ id: site, name: payloads[5]!, timeZone: 'Europe/Berlin' })
  for (const [index, { id }] of laptopPeople.entries()) await people.save({ id, name: payloads[index]!, sites: [site] })
  for (const [index, name] of payloads.entries()) {
    await people.save({ id: `hostile-person-${index}`, name, sites: [site] })
    const routes = [{ severities: ['critical' as const], channels: ['email' as const], when: 'always' as const }]
    await rosters.saveRecipient({ id: `hostile-${index}`, site, name, email: 'somebody@example.com', language: 'en', routes } as never)
  }
}

async function fillFleet({ devices, fleet }: Ports): Promise<void> {
  await devices.save({ id: device, site, name: payloads[1]! })
  for (const [index, name] of payloads.entries()) {
    const settings = CameraSettings.parse({ source: 'rtsp://camera.example.com/1', enabled: false })
    await fleet.saveCamera({ id: `cam-${index}`, site, device, name, settings })
    const rule = Rule.parse({ camera: 'cam-0', label: name, severity: 'critical', confidence: 0.5 })
    await fleet.saveRule({ id: `rule-${index}`, site, name, rule })
  }
}

async function fillIncidents({ incidents, missedObjects, changes }: Ports): Promise<void> {
  const box = { left: 0.2, top: 0.2, width: 0.2, height: 0.2 }
  for (const [index, label] of payloads.entries()) {
    const peak = { at: at(index), ptsMs: 0, detection: { label, confidence: 0.9, box } }
    const where = { site, device, camera: `cam-${index}`, rule: `rule-${index}`, label, startedAt: at(index), peak }
    const entries: IncidentEntry[] = index === 0 ? payloads.map((text, n) => commentOf(n + 1, text)) : []
    await changes.mark({ kind: 'incident', id: incidentOf(index), site })
    await incidents.write({ incident: sampleIncident(incidentOf(index), where), version: undefined, entries })
    const report = { id: `missed-${index}`, site, camera: 'cam-0', at: at(index), label, box, reportedAt: at(0), who: 'x', name: label }
    await missedObjects.save(report)
  }
}

function commentOf(seq: number, text: string): IncidentEntry {
  return { kind: 'comment', seq, at: at(0), who: 'somebody', name: text, text }
}

async function fillOversight({ holds, audit, quarantine }: Ports): Promise<void> {
  for (const [index, reason] of payloads.entries()) {
    const hold = { id: `hold-${index}`, site, from: at(3600), to: at(0), reason, placedAt: at(0), placedBy: 'somebody', isApplied: true }
    await holds.save(hold)
    await audit.append(site, { at: at(0), who: 'somebody', action: 'hold-placed', subject: `hold/hold-${index}`, detail: { reason } })
    const id = index.toString(16).padStart(64, '0')
    const body = Buffer.from(reason)
    const item = { id, reason: 'not-json' as const, detail: reason, receivedAt: at(index), device, bytes: body.length, sha256: id }
    const event = { body, properties: {}, systemProperties: {} }
    await quarantine.put({ ...item, sample: body.toString('base64'), replayedAt: undefined }, event as never)
  }
}

/** A task whose frame has one suggestion a payload. */
async function fillLabeling(ports: Ports): Promise<void> {
  const recording = 'rec-hostile'
  const startedAt = instant(0)
  await ports.recordings.save({
    ...{ id: recording, site, device, camera: 'cam-0', startedAt, endedAt: instant(60_000), path: `${site}/${recording}.mp4`, bytes: 1000 },
    ...{ sha256: 'f'.repeat(64), codec: 'avc1', frameRate: 25, width: 640, height: 360, receivedAt: instant(70_000) },
  })
  const manifest = manifestOf([frameAt(0, { reasons: ['unsure'] })], { recording, site, camera: 'cam-0' })
  await ports.frames.saveManifest(manifest)
  for (const { id } of manifest.frames) await ports.frames.put(id, await framePictureOf(640, 360, 0))
  const seen = inference(
    0,
    payloads.map((label, index) => detection(label, (index % 8) / 10)),
  )
  const message = { ...seen.message, camera: 'cam-0', frames: seen.message.frames.map((frame) => ({ ...frame, recording })) }
  await ports.inferences.save({ site, isLate: false, time: startedAt, message })
  await labelRecording(ports, recording)
}

async function fillLearning(ports: Ports): Promise<Pick<HostilePlant, 'dataset' | 'release' | 'rollout'>> {
  const dataset = await teach(ports)
  const measured = { precision: 1, recall: 1, f1: 1, ap50: 1, threshold: 0.5, objects: 1 }
  const metrics = { on: payloads[8]!, perClass: Object.fromEntries(payloads.map((label) => [label, measured])) }
  const told = { licence: payloads[7]!, metrics, commit: payloads[9]! }
  const { card } = colourModel(0.5, { name: 'hostile-model', ...told })
  const entered = sampleModel(site, '1', { name: 'hostile-model', labels: [...payloads], reason: payloads[4]! })
  const model = referenceTo(entered)
  await ports.models.save(entered, undefined)
  await ports.models.writeFile(model, modelFiles.card, Buffer.from(JSON.stringify(card)))
  await crown(ports, sampleModel(site, '2'))
  await ports.runs.save(
    {
      ...{ id: `train-${dataset}`, site, dataset, number: 1, attempt: 1, reason: 'person', startedBy: 'somebody', state: 'failed' },
      ...{ createdAt: at(100), progress: { step: 1, steps: 2 }, problem: payloads[6]! },
    },
    undefined,
  )
  const release = 'rel-0000000000000002'
  await ports.releases.save(
    {
      ...{ id: release, site, model, runtime: '1', commissionedBy: 'somebody', state: 'failed', repository: 'x', builds: [], images: [] },
      ...{ createdAt: at(100), problem: payloads.join(' ').slice(0, 1000) },
    },
    undefined,
  )
  const rollout = `${release}-1`
  const policy = RolloutPolicy.parse({})
  await ports.rollouts.save(
    {
      ...{ id: rollout, site, release, model, policy, policySha256: planDigest(policy), state: 'halted', ring: 0, rings: [] },
      ...{ startedAt: at(90), startedBy: 'somebody', reason: payloads.join(' ').slice(0, 1000) },
    },
    undefined,
  )
  return { dataset, release, rollout }
}

/** A dataset whose labels are the corpus, made as a night makes it. */
async function teach(ports: Ports): Promise<string> {
  const frames = [{ annotations: payloads.map((label) => sampleAnnotation(label)) }, {}, { group: 'false-positive' as const }]
  const { work, labels, manifest } = labelledRecording({ id: 'rec-taught', camera: 'cam-0', frames })
  await ports.frames.saveManifest({ ...manifest, site })
  await ports.frames.saveLabels({ ...labels, site })
  for (const { id } of manifest.frames) await ports.frames.put(id, await framePictureOf(640, 360, 0))
  await ports.recordingWork.save({ ...work, site }, undefined)
  return (await buildDataset(ports, { site, night: `nightly-${site}-2026-03-02` })).version!
}
