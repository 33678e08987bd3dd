/**
 * The compliance filter in a process of its own, for tests that kill it: `compliance-process.ts CONNECTION SITE NOW POLICY`. Takes
 * in what a device sent, works off what waits, counts, and removes what is over; all of it begins anew after a kill.
 */
import { pathToFileURL } from 'node:url'
import { itemKey } from '../../shared/domain/compliance-item.ts'
import { enqueueCompliance } from '../../shared/operations/enqueue-compliance.ts'
import { filterItem } from '../../shared/operations/filter-item.ts'
import { ingestBatch } from '../../shared/operations/ingest-batch.ts'
import { retainCompliant } from '../../shared/operations/retain-compliant.ts'
import { watchCompliance } from '../../shared/operations/watch-compliance.ts'
import type { Ports } from '../../shared/ports.ts'
import { at, eventOf, incidentMessage, inferenceMessage } from './sample-messages.ts'
import { createTestApp } from './test-app.ts'

/** Two minutes of a camera, an incident, an anomaly; once more with what came late, so that files are replaced. */
export async function filterSample(connectionString: string, site: string, now: string): Promise<Ports> {
  let nowMs = Date.parse(now)
  const clock = () => new Date(nowMs)
  const ports = await createTestApp(connectionString, { clock, storageTime: async () => clock() }, [])
  const device = `edge-${site}`
  await ports.devices.save({ id: device, site, name: 'Edge' })
  await ports.rosters.saveSite({ id: site, name: 'Plant', timeZone: 'Europe/Berlin' })
  const alone = { ...ports, rosters: { ...ports.rosters, listSites: async () => [{ id: site, name: 'Plant', timeZone: 'Europe/Berlin' }] } }
  const measured = { id: 'odd', at: at(0), until: at(3600), measure: 'objects', cameras: [], observed: 9, expected: 2, low: 1, high: 3 }
  const batches = [
    [eventOf(inferenceMessage({ device, seq: 1, seconds: 1 })), eventOf(incidentMessage({ device, seq: 2, seconds: 2 }))],
    [
      eventOf(inferenceMessage({ device, seq: 3, seconds: 3 })),
      eventOf(incidentMessage({ device, seq: 4, seconds: 9 }, { phase: 'closed', start: 2 })),
    ],
  ]
  for (const batch of batches) {
    await ingestBatch(alone, batch)
    await enqueueCompliance(alone, [{ kind: 'anomaly', site, anomaly: measured }])
    nowMs += 40_000
    for (const { value } of await alone.complianceItems.list(site, 100)) await filterItem(alone, { site, key: itemKey(value.item) })
    await watchCompliance(alone)
  }
  return alone
}

/** As it is when the retention of some of it is over. */
export async function retainSample(ports: Ports, site: string, now: string): Promise<void> {
  const later = { ...ports, clock: () => new Date(now), storageTime: async () => new Date(now) }
  for (const { error } of await retainCompliant(later)) if (error !== undefined) throw error
  await watchCompliance(later)
  await ports.complianceDecisions.touched(site)
}

const [, script, connectionString = '', site = '', now = '', until = ''] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  const ports = await filterSample(connectionString, site, now)
  if (until !== '') await retainSample(ports, site, until)
}
