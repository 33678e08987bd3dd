import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/canonical-json.ts'
import { type ComplianceItem, windowMs } from '../domain/compliance-item.ts'
import type { ItemSource, PictureSightings } from '../domain/describe-item.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { InferenceMessage } from '../domain/messages.ts'
import type { Ports } from '../ports.ts'
import { collect } from './collect.ts'

export type SourcePorts = Pick<Ports, 'inferences' | 'incidents' | 'scores' | 'media' | 'models' | 'pictureCover'>

/** Frames this near to a picture say who is on it. */
const nearMs = 1000
/** A message holds frames of so long at most, and is filed under its own time. */
const longestBatchMs = 60_000

/** What stands behind an item now; undefined where it is not there (any more). */
export async function readItemSource(ports: SourcePorts, item: ComplianceItem): Promise<ItemSource | undefined> {
  switch (item.kind) {
    case 'inferences': {
      const { site, camera, at } = item
      const to = new Date(Date.parse(at) + windowMs).toISOString()
      const stored = await collect(ports.inferences.read({ site, camera, from: at, to }))
      const messages = stored.map(({ message }) => message).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
      return messages.length === 0 ? undefined : { kind: item.kind, at, camera, messages }
    }
    case 'incident': {
      const found = await ports.incidents.find(item.incident)
      return found?.value.site === item.site ? { kind: item.kind, incident: found.value } : undefined
    }
    case 'snapshot':
      return readSnapshot(ports, item)
    case 'score': {
      const found = await ports.scores.find(item.site, item.at, item)
      return found && { kind: item.kind, at: item.at, message: found.message }
    }
    case 'anomaly':
      return { kind: item.kind, anomaly: item.anomaly }
  }
}

/** The same for the same source: an item that did not change since it was judged is left alone. */
export function digestOf(source: ItemSource): string {
  const plain =
    source.kind === 'snapshot' ? { ...source, jpeg: createHash('sha256').update(source.jpeg).digest('hex') } : comparable(source)
  return createHash('sha256').update(canonicalJson(plain)).digest('hex')
}

/** What people did about an incident never leaves, so it is no reason to judge it again. */
function comparable(source: Exclude<ItemSource, { kind: 'snapshot' }>): unknown {
  if (source.kind !== 'incident') return source
  const { state, acknowledgedAt, resolvedAt, verdict, snapshot, intake, ...seen } = source.incident
  return { kind: source.kind, seen }
}

async function readSnapshot(ports: SourcePorts, item: ComplianceItem & { kind: 'snapshot' }): Promise<ItemSource | undefined> {
  const [found, jpeg] = await Promise.all([ports.incidents.find(item.incident), ports.media.readSnapshot(item.path)])
  if (found?.value.site !== item.site || jpeg === undefined) return undefined
  const { camera, device, startedAt: at } = found.value
  const size = await ports.pictureCover.inspect(jpeg)
  const sightings = item.seen === undefined ? blind : await readSightings(ports, { site: item.site, camera, device }, item.seen)
  return { kind: item.kind, at, camera, jpeg, sightings: { ...sightings, size } }
}

const blind: Omit<PictureSightings, 'size'> = { modelLabels: undefined, wasLookedAt: false, detections: [] }

/** All that the device's model saw about the time of a picture. */
async function readSightings(
  ports: SourcePorts,
  { site, camera, device }: { site: Id; camera: Id; device: Id },
  { seenAt, filedAt }: { seenAt: Instant; filedAt: Instant },
): Promise<Omit<PictureSightings, 'size'>> {
  const at = (ms: number) => new Date(Date.parse(filedAt) + ms).toISOString()
  const stored = await collect(ports.inferences.read({ site, camera, from: at(-nearMs), to: at(longestBatchMs + nearMs) }))
  const isNear = (frame: { at: Instant }) => Math.abs(Date.parse(frame.at) - Date.parse(seenAt)) <= nearMs
  const messages = stored.map(({ message }) => message).filter((message) => message.device === device && message.frames.some(isNear))
  const detections = messages.flatMap(({ frames }) => frames.filter(isNear).flatMap((frame) => frame.detections))
  return { modelLabels: await commonLabels(ports, site, messages), wasLookedAt: messages.length > 0, detections }
}

/** What every one of the models can see; undefined where one of them is unknown. */
async function commonLabels(
  { models }: SourcePorts,
  site: Id,
  messages: readonly InferenceMessage[],
): Promise<readonly string[] | undefined> {
  const digests = [...new Set(messages.map(({ model }) => model.digest))]
  const known = await Promise.all(digests.map((digest) => models.ofDigest(digest)))
  const labels = known.map((registered) => registered.find((model) => model.site === site)?.labels)
  const [first, ...others] = labels
  if (first === undefined || others.includes(undefined)) return undefined
  return first.filter((label) => others.every((other) => other!.includes(label))).sort()
}

function orderOf({ at, device, bootId, seq }: InferenceMessage): string {
  return [at, device, bootId, String(seq).padStart(16, '0')].join(' ')
}
