import type { Decider, Decision } from '../domain/decide.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { IncidentEntry } from '../domain/incident-entry.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { findIncident } from './find-incident.ts'

type Decide = (incident: Incident, entries: readonly IncidentEntry[], by: Decider) => Decision

/** Attempts where the caller did not say which version they saw: somebody else's comment must not refuse a verdict. */
const maxAttempts = 4

/**
 * Lets a person decide something about an incident: reads it, applies the rule, writes state and entry together,
 * and puts the decision on the audit chain.
 *
 * @param version Where given, the decision holds only for this version
 * @returns the incident as it is now, with its new version
 * @throws Fault `not-found`, `incident-changed`, and whatever the rule refuses
 */
export async function decideIncident(
  ports: Pick<Ports, 'incidents' | 'audit' | 'clock' | 'changes'>,
  person: Principal,
  id: Id,
  version: string | undefined,
  decide: Decide,
): Promise<Incident & { readonly version: string }> {
  for (let attempt = 1; ; attempt++) {
    const found = await findIncident(ports, person, id)
    if (version !== undefined && version !== found.version) throw new Fault('incident-changed')
    const at = ports.clock().toISOString()
    const { incident, entry } = decide(found.value, await ports.incidents.entries(id), { who: person.id, name: person.name, at })
    // A verdict, or one that was taken back, changes what the incident's frames teach; other decisions only what a day comes to.
    const kind = entry.kind === 'verdict' || entry.kind === 'withdrawal' ? 'incident' : 'decision'
    if (entry.kind !== 'comment') await ports.changes.mark({ kind, id, site: incident.site })
    try {
      const next = await ports.incidents.write({ incident, version: found.version, entries: [entry] })
      await ports.audit.append(incident.site, {
        at,
        who: person.id,
        action: entry.kind === 'history' ? `incident-${entry.action}` : `incident-${entry.kind}`,
        subject: `incident/${id}`,
        detail: { entry: entry.seq, ...(entry.kind === 'verdict' ? { verdict: entry.verdict } : {}) },
      })
      return { ...incident, version: next }
    } catch (error) {
      const isRetried = error instanceof Fault && error.code === 'incident-changed' && version === undefined && attempt < maxAttempts
      if (!isRetried) throw error
    }
  }
}
