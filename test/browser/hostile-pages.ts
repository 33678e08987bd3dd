import assert from 'node:assert/strict'
import type { BrowserContext, Page } from 'playwright-core'
import { type FleetPlant, startFleetPlant } from './fleet-plant.ts'
import { fillHostile, type HostilePlant } from './hostile-plant.ts'
import { launchBrowser } from './launch-browser.ts'
import { payloads } from './payloads.ts'
import { serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

/** What of the corpus a page must show, and where it is. */
export type HostilePlace = readonly [what: string, path: (plant: HostilePlant) => string, expected: readonly string[]]

export interface HostilePages {
  readonly context: BrowserContext
  readonly origin: string
  /** The page shows it letter by letter, in a hall and on a phone; nothing of it runs, and nothing gets wider than its window. */
  show(path: HostilePlace[1], expected: readonly string[]): Promise<void>
  isQuiet(page: Page): Promise<void>
  close(): Promise<void>
}

/** A plant where everything that somebody can write is what would be a script, and a browser that tells what came of it. */
export async function openHostilePages(): Promise<HostilePages> {
  const plant: FleetPlant = await startFleetPlant()
  const hostile = await fillHostile(plant.ports)
  const served = await serveApp(plant.ports)
  const browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 1280, height: 2000 }, locale: 'en-GB' })
  await signInAs(context, served.origin, 'admin')
  const complaints: string[] = []
  // Nothing was filmed, and no camera answers: the browser writes that down, too.
  const isMissing = (complaint: string) => /status of 40[49] /.test(complaint)
  context.on('console', (message) => message.type() === 'error' && !isMissing(message.text()) && complaints.push(message.text()))
  context.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push(dialog.message())))
  await context.addInitScript(() => {
    window.refused = []
    document.addEventListener('securitypolicyviolation', ({ blockedURI }) => window.refused.push(blockedURI))
  })
  const isQuiet = async (page: Page) => {
    assert.deepEqual(await findEffects(page), { pwned: false, isWide: false, refused: [], scripts: 0, handlers: [], addresses: [] })
    assert.deepEqual(complaints.splice(0), [])
  }
  return {
    ...{ context, origin: served.origin, isQuiet },
    show: async (path, expected) => {
      complaints.length = 0
      const page = await context.newPage()
      await page.goto(`${served.origin}${path(hostile)}`)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await page
        .waitForFunction(look, expected, { polling: 100, timeout: 60_000 })
        .catch(async () => assert.deepEqual(await page.evaluate(() => window.missing), [], page.url()))
      await isQuiet(page)
      await page.setViewportSize({ width: 390, height: 844 })
      await isQuiet(page)
      await page.close()
    },
    close: async () => {
      await browser.close()
      served.close()
      await plant.close()
    },
  }
}

/** As many of them as a field of a thousand characters holds, with blanks between. */
export const thousand = payloads.filter((_, index) => payloads.slice(0, index + 1).join(' ').length <= 1000)

function findEffects(page: Page) {
  return page.evaluate(() => ({
    pwned: 'pwned' in window,
    isWide: document.documentElement.scrollWidth > window.innerWidth,
    refused: window.refused,
    scripts: [...document.scripts].filter(({ src }) => !src.startsWith(`${location.origin}/assets/`)).length,
    handlers: [...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames().filter((name) => /^on/i.test(name))),
    addresses: [...document.querySelectorAll('a')].map(({ protocol }) => protocol).filter((one) => !/^(https?|mailto|tel):$/.test(one)),
  }))
}

declare global {
  interface Window {
    refused: string[]
    missing: string[]
    seen?: Set<string>
  }
}

/** Everything of the list is in a text or an attribute of the page, letter by letter; it scrolls until it has seen all of it. */
function look(expected: readonly string[]): boolean {
  window.seen ??= new Set()
  const { seen } = window
  const texts: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Text) texts.push(node.data)
    else if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) texts.push(node.value)
    else for (const name of ['title', 'aria-label', 'alt']) texts.push((node as Element).getAttribute(name) ?? '')
  }
  for (const one of expected) if (!seen.has(one) && texts.some((text) => text.includes(one))) seen.add(one)
  window.missing = expected.filter((one) => !seen.has(one))
  const more = [...document.querySelectorAll('button')].find(({ textContent }) =>
    /^(Load more|Older|More|Show (more|all))/.test(textContent ?? ''),
  )
  more?.click()
  window.scrollBy(0, window.innerHeight * 0.8)
  return window.missing.length === 0
}
