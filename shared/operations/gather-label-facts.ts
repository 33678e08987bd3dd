import type { SiteRule } from '../domain/fleet.ts'
import type { FrameManifest } from '../domain/frame.ts'
import type { LabelFacts } from '../domain/frame-facts.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { JudgedIncident } from '../domain/incident-claim.ts'
import type { InferenceMessage } from '../domain/messages.ts'
import type { MissedObject } from '../domain/missed-object.ts'
import { pageCamera } from '../domain/sent-picture.ts'
import type { Ports, StoredInference } from '../ports.ts'
import { inParallel } from './in-parallel.ts'
import { overlappingIncidents } from './overlapping-incidents.ts'
import { quarantinedAnswers } from './quarantined-answers.ts'

export type FactPorts = Pick<Ports, 'inferences' | 'incidents' | 'missedObjects' | 'fleet' | 'frameEdits' | 'labelerQuality' | 'quality'>

/** A message is filed under the time at which it was sent, a few seconds after its frames; after an outage of the module, more. */
const sentWithinMs = 60_000
/** A report lies on the nearest frame, which may be the first or the last of the recording. */
const besideMs = 1000
const readsAtOnce = 16

/** Everything that is known of a recording's frames. */
export async function gatherLabelFacts(ports: FactPorts, manifest: FrameManifest): Promise<LabelFacts> {
  const { site, camera, recording, startedAt, endedAt, sent } = manifest
  if (sent !== undefined) return factsOfSent(ports, manifest, sent)
  const [inferences, incidents, missedObjects, rules, edits, quarantined, requests] = await Promise.all([
    readInferences(ports, { site, camera, from: shift(startedAt, -besideMs), to: shift(endedAt, sentWithinMs) }),
    judgedIncidents(ports, { site, camera, startedAt, endedAt }),
    reportsBetween(ports, site, shift(startedAt, -besideMs), shift(endedAt, besideMs)),
    ports.fleet.rules(site),
    ports.frameEdits.ofRecording(site, recording),
    quarantinedAnswers(ports, site),
    ports.quality.requests(site, recording),
  ])
  const thresholds = thresholdsOf(rules.filter(({ rule }) => rule.camera === camera))
  return { manifest, inferences, incidents, missedObjects, edits, quarantined, thresholds, requests }
}

/** Nobody knows when it was taken, so no incident or report of that time is about it; the device said what its model saw. */
async function factsOfSent(ports: FactPorts, manifest: FrameManifest, sent: NonNullable<FrameManifest['sent']>): Promise<LabelFacts> {
  const { site, camera, recording, startedAt: at, frames } = manifest
  const [rules, edits, quarantined] = await Promise.all([
    ports.fleet.rules(site),
    ports.frameEdits.ofRecording(site, recording),
    quarantinedAnswers(ports, site),
  ])
  const { device, model, detections } = sent
  const message = (of: NonNullable<typeof model>): InferenceMessage => {
    const seen = frames.map(({ ptsMs, width, height }) => ({ at, recording, ptsMs, width, height, inferenceMs: 0, detections }))
    return { device, bootId: recording, seq: 0, at, camera, model: of, frames: seen }
  }
  // A picture of no camera may show anything that the site looks for.
  const about = rules.filter(({ rule }) => camera === pageCamera || rule.camera === camera)
  const inferences = model === undefined ? [] : [{ message: message(model) }]
  return { manifest, inferences, incidents: [], missedObjects: [], edits, quarantined, thresholds: thresholdsOf(about), requests: [] }
}

/** Several rules for a label: what the least strict of them takes for sure is sure enough. */
function thresholdsOf(rules: readonly SiteRule[]): Record<string, number> {
  const strictFirst = rules.map(({ rule }) => rule).sort((a, b) => b.confidence - a.confidence)
  return Object.fromEntries(strictFirst.map(({ label, confidence }) => [label, confidence]))
}

async function readInferences(
  { inferences }: FactPorts,
  query: { site: Id; camera: Id; from: Instant; to: Instant },
): Promise<StoredInference[]> {
  const found: StoredInference[] = []
  for await (const inference of inferences.read(query)) found.push(inference)
  return found
}

async function judgedIncidents(ports: FactPorts, stretch: Parameters<typeof overlappingIncidents>[1]): Promise<JudgedIncident[]> {
  const judged: JudgedIncident[] = []
  const found = await overlappingIncidents(ports, stretch)
  // Whether a lens was dirty teaches nothing about what the camera saw.
  const ofRules = found.filter(({ kind }) => kind !== 'camera')
  await inParallel(ofRules, readsAtOnce, async (incident) => {
    judged.push({ incident, entries: await ports.incidents.entries(incident.id) })
  })
  return judged
}

async function reportsBetween({ missedObjects }: FactPorts, site: Id, from: Instant, to: Instant): Promise<MissedObject[]> {
  const found: MissedObject[] = []
  let cursor: string | undefined
  do {
    const page = await missedObjects.list({ site, from, to, limit: 100, ...(cursor !== undefined && { cursor }) })
    found.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return found
}

function shift(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString()
}
