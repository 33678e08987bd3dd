import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import type { Role } from '../../shared/domain/person.ts'
import type { Ports } from '../../shared/ports.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { createTestApp } from '../harness/test-app.ts'
import { launchBrowser } from './launch-browser.ts'
import { serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

export interface Plant {
  readonly site: string
  /** Its id is the name behind that of the site. */
  write(name: string, more?: Partial<Incident>): Promise<string>
}

export interface Queue {
  readonly ports: Ports
  readonly connectionString: string
  readonly origin: string
  /** A plant of its own for each test, with a person who sees it alone. */
  plant(role?: Role): Promise<Plant>
  /** The queue in a browser of its own; whatever the browser complains about fails the test. */
  open(t: TestContext, path?: string, role?: Role, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

/** The pages with their queue of incidents in a real browser, over real storage. */
export async function startQueue(): Promise<Queue> {
  const azurite = await startAzurite()
  const ports = await createTestApp(azurite.connectionString)
  const served = await serveApp(ports)
  const browser = await launchBrowser()
  let sites = 0

  async function plant(role: Role = 'site-engineer'): Promise<Plant> {
    const site = `plant-${++sites}`
    await ports.rosters.saveSite({ id: site, name: `Plant ${sites}`, timeZone: 'Europe/Berlin' })
    const { id, name } = laptopPeople.find(({ handle }) => handle === role)!
    await ports.people.save({ id, name, sites: [site] })
    const write: Plant['write'] = (name, more = {}) =>
      ports.incidents.write({ incident: sampleIncident(`${site}-${name}`, { site, ...more }), version: undefined })
    return { site, write }
  }

  async function open(
    t: TestContext,
    path = '/incidents',
    role: Role = 'site-engineer',
    options: BrowserContextOptions = {},
  ): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    t.after(() => context.close())
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    const complaints: string[] = []
    // What the API refuses or does not have is an answer, not a fault of the page; the browser notes it all the same.
    page.on(
      'console',
      (message) => message.type() === 'error' && !message.text().startsWith('Failed to load') && complaints.push(message.text()),
    )
    page.on('pageerror', ({ message }) => complaints.push(message))
    t.after(() => assert.deepEqual(complaints, []))
    await page.goto(`${served.origin}${path}`)
    await page.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor()
    return page
  }

  return {
    ...{ ports, connectionString: azurite.connectionString, origin: served.origin, plant, open },
    close: async () => {
      await browser.close()
      served.close()
      await azurite.close()
    },
  }
}

/** So many minutes after the sample incident began. */
export function minute(count: number): string {
  return new Date(Date.parse('2026-03-01T10:00:00.000Z') + count * 60_000).toISOString()
}

/** Ids of the cards on the page, in their order. */
export function idsOn(page: Page): Promise<string[]> {
  return page.locator('[data-incident]').evaluateAll((cards) => cards.map(({ dataset }) => dataset['incident']!))
}

export function cardOf(page: Page, name: string): Locator {
  return page.locator(`[data-incident$="-${name}"]`)
}
