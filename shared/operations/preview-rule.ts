import type { Detection } from '../domain/detection.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { InferenceMessage } from '../domain/messages.ts'
import type { Principal } from '../domain/person.ts'
import type { Rule } from '../domain/rule.ts'
import type { RulePreview } from '../domain/rule-preview.ts'
import type { Ports } from '../ports.ts'
import { createRuleEngine, holdOf, type Run } from '../rules/rule-engine.ts'
import { isInZone } from '../rules/zone.ts'
import { requireSite } from './visible-sites.ts'

type Frame = InferenceMessage['frames'][number]

export interface PreviewRequest {
  readonly site: Id
  readonly rule: Rule
  /** Back from now. */
  readonly minutes: number
}

const maxDetections = 200

/** Lets a rule that is not in force yet look at what its camera saw in the last minutes, by the engine that the device runs. */
export async function previewRule(
  { fleet, inferences, clock }: Pick<Ports, 'fleet' | 'inferences' | 'clock'>,
  person: Principal,
  { site, rule, minutes }: PreviewRequest,
): Promise<RulePreview> {
  requireSite(person, site)
  const camera = (await fleet.cameras(site)).find(({ id }) => id === rule.camera)
  if (camera === undefined) throw new Fault('not-found', `There is no camera ${rule.camera} at ${site}.`)
  const to = clock().toISOString()
  const from = new Date(Date.parse(to) - minutes * 60_000).toISOString()
  const frames = await framesOf(inferences, { site, camera: rule.camera, from, to })
  const own = frames.flatMap(({ at, detections }) =>
    detections.filter(({ label }) => label === rule.label).map((detection) => ({ at, detection, fate: fateOf(detection, rule) })),
  )
  return {
    ...{ from, to, frames: frames.length, incidents: raised(frames, camera.device, rule, camera.settings.framesPerSecond) },
    detections: own.slice(-maxDetections).reverse(),
    isCut: own.length > maxDetections,
  }
}

async function framesOf(
  inferences: Ports['inferences'],
  query: { readonly site: Id; readonly camera: Id; readonly from: Instant; readonly to: Instant },
): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const { message } of inferences.read(query)) frames.push(...message.frames)
  return frames.filter(({ at }) => at >= query.from && at < query.to).sort((a, b) => (a.at < b.at ? -1 : 1))
}

function fateOf({ confidence, box }: Detection, rule: Rule): RulePreview['detections'][number]['fate'] {
  if (!isInZone(box, rule)) return 'outside'
  if (confidence >= rule.confidence) return 'begins'
  return confidence >= holdOf(rule) ? 'holds' : 'unsure'
}

function raised(frames: readonly Frame[], device: Id, rule: Rule, framesPerSecond: number): RulePreview['incidents'] {
  const engine = createRuleEngine({
    device,
    camera: rule.camera,
    rules: { preview: { ...rule, enabled: true } },
    frameIntervalMs: 1000 / framesPerSecond,
  })
  const runs = new Map<Id, { run: Readonly<Run>; isClosed: boolean }>()
  for (const { at, detections } of frames) {
    const changes = engine.observe({ atMs: Date.parse(at), ptsMs: 0, streamPtsMs: 0, detections })
    for (const { phase, run } of changes) runs.set(run.incident, { run, isClosed: phase === 'closed' })
  }
  for (const run of engine.runs()) if (run.isOpen) runs.set(run.incident, { run, isClosed: false })
  return [...runs.values()].map(({ run, isClosed }) => ({
    startedAt: iso(run.startedAtMs),
    ...(isClosed && { endedAt: iso(run.lastSeenMs) }),
    seenSeconds: run.seenMs / 1000,
    peak: run.peak.detection,
  }))
}

const iso = (ms: number) => new Date(ms).toISOString()
