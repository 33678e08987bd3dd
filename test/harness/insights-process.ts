/** Works the insights of one site out in a process of its own, for tests that kill it: `insights-process.ts CONNECTION SITE`. */
import { pathToFileURL } from 'node:url'
import { updateInsights } from '../../shared/operations/update-insights.ts'
import type { Ports } from '../../shared/ports.ts'
import { createTestApp } from './test-app.ts'

export const insightZone = 'Europe/Berlin'
/** Noon of the day after the sample messages. */
const now = new Date('2026-11-21T12:00:00.000Z')

/** The app as it knows one site alone, on a day when the one of the messages is over. */
export async function openInsights(connectionString: string, site: string): Promise<Ports> {
  const ports = await createTestApp(connectionString, { clock: () => now }, [])
  const only = { id: site, name: site, timeZone: insightZone }
  return { ...ports, rosters: { ...ports.rosters, listSites: async () => [only] } }
}

export async function workOutInsights(connectionString: string, site: string): Promise<void> {
  for (const { error } of await updateInsights(await openInsights(connectionString, site))) if (error !== undefined) throw error
}

const [, script, connectionString = '', site = ''] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) await workOutInsights(connectionString, site)
