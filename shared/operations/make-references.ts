import type { DriftThresholds } from '../domain/drift-thresholds.ts'
import { Fault } from '../domain/faults.ts'
import { freezeReference, referenceDigest } from '../domain/freeze-reference.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { startOfLocalDay } from '../domain/local-day.ts'
import type { Principal } from '../domain/person.ts'
import type { ReferenceEntry } from '../domain/quality-report.ts'
import type { Champion } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

type ReferencePorts = Pick<Ports, 'quality' | 'clock'>

const dayMs = 86_400_000

/** Full days of the site's clock, from the first midnight after the model came into force. */
export function referenceWindow({ since }: Champion, timeZone: string, { referenceDays }: DriftThresholds): { from: Instant; to: Instant } {
  const from = startOfLocalDay(new Date(Date.parse(since) + dayMs), timeZone)
  // Noon of the last day: a day may have 23 or 25 hours.
  const to = startOfLocalDay(new Date(from.getTime() + referenceDays * dayMs + dayMs / 2), timeZone)
  return { from: from.toISOString(), to: to.toISOString() }
}

/** Makes the reference of a camera under the model in force, once its days are over. One that is there stays. */
export async function makeReference(
  ports: ReferencePorts,
  {
    site,
    camera,
    champion,
    timeZone,
    thresholds,
  }: {
    readonly site: Id
    readonly camera: Id
    readonly champion: Champion
    readonly timeZone: string
    readonly thresholds: DriftThresholds
  },
  now: Date,
): Promise<ReferenceEntry | undefined> {
  const window = referenceWindow(champion, timeZone, thresholds)
  if (window.to > now.toISOString()) return undefined
  return freeze(ports, { site, camera, model: champion.model.digest, ...window }, thresholds, { by: 'timer', at: now.toISOString() })
}

/**
 * Another window as what is usual from now on: a person says that a change is to stay. The one before is kept.
 *
 * @throws Fault `input-invalid` for a window with too little in it, `not-found` without a model in force
 */
export async function renewReference(
  ports: Pick<Ports, 'quality' | 'clock' | 'models' | 'audit'>,
  person: Principal,
  { site, camera, from, to, reason }: { site: Id; camera: Id; from: Instant; to: Instant; reason: string },
): Promise<ReferenceEntry> {
  requireSite(person, site)
  const champion = (await ports.models.champion(site))?.value
  if (champion === undefined) throw new Fault('not-found', 'No model is in force at the site.')
  const at = ports.clock().toISOString()
  if (from >= to || to > at) throw new Fault('input-invalid', 'from, to: a time that is over, in this order.')
  const { value: thresholds } = await ports.quality.thresholds(site)
  const entry = await freeze(ports, { site, camera, model: champion.model.digest, from, to }, thresholds, { by: person.id, at, reason })
  if (entry === undefined) throw new Fault('input-invalid', 'from, to: there is too little in this time to say what is usual.')
  const detail = { camera, from, to, reason: reason.slice(0, 200), digest: entry.digest }
  await ports.audit.append(site, { at, who: person.id, action: 'quality-reference-made', subject: `camera/${camera}`, detail })
  return entry
}

async function freeze(
  { quality }: Pick<Ports, 'quality'>,
  window: { site: Id; camera: Id; model: string; from: Instant; to: Instant },
  thresholds: DriftThresholds,
  { by, at, reason }: { by: string; at: Instant; reason?: string },
): Promise<ReferenceEntry | undefined> {
  const [hours, frames] = await Promise.all([quality.hours(window), quality.frames(window)])
  // Hours in which another model looked say nothing of this one.
  const own = hours.filter(({ model }) => model === undefined || model === window.model)
  const reference = freezeReference(window, own, frames, thresholds)
  if (reference === undefined) return undefined
  const entry = { ...window, digest: referenceDigest(reference), madeAt: at, madeBy: by, ...(reason !== undefined && { reason }) }
  await quality.saveReference(reference, entry)
  return entry
}
