// npm run screenshots [-- FOLDER] [--of ADDRESS] [--only NAME,…] [--whole] [--locale TAG]: every screen of the pages, on a desk and
// on a phone, light and dark, of a factory that is started and filled for it and ended afterwards, or of an `npm start` that runs at
// that address. Takes half an hour without `--of`: there is a night and a run first, so that there is something to see.
// `--whole` shows pages down to their end instead of what fits a screen. Needs a Chromium.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { createApi } from '../local/console/api.ts'
import { planPorts } from '../local/console/ports.ts'
import { launchBrowser } from '../test/browser/launch-browser.ts'
import { signInAs } from '../test/browser/sign-in-as.ts'
import { startFactory } from '../test/harness/running-factory.ts'
import { fillFactory } from './screens/fill-factory.ts'
import { listScreens, type Screen } from './screens/list-screens.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    of: { type: 'string' },
    only: { type: 'string' },
    whole: { type: 'boolean', default: false },
    locale: { type: 'string', default: 'en-GB' },
  },
})
const [folder = 'screenshots'] = positionals
const only = values.only?.split(',')
const site = 'plant-1'
const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }

const browser = await launchBrowser()
const factory = values.of === undefined ? await startFactory(7) : undefined
const origin = factory?.origin ?? new URL(values.of!).origin
try {
  mkdirSync(folder, { recursive: true })
  if (factory !== undefined) await fillFactory(origin, site, console.log)
  const ports = planPorts(Number(new URL(origin).port))
  const page = (name: keyof typeof ports) => `http://127.0.0.1:${ports[name]}`
  const pages = { outbox: page('outbox'), traces: page('telemetry'), scoring: page('scoring') }
  const screens = await listScreens(createApi(origin, 'admin', new AbortController().signal), site, pages)
  for (const screen of screens.filter(({ name }) => only?.includes(name) ?? true)) {
    // One that does not come must not cost the others their pictures.
    await shoot(browser, screen).catch((error) => {
      console.error(`${screen.name}: ${error.message}`)
      process.exitCode = 1
    })
  }
} finally {
  await browser.close()
  await factory?.close()
}

async function shoot(browser: Browser, { name, path, as, at }: Screen): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    const context = await browser.newContext({ viewport, locale: values.locale, reducedMotion: 'reduce', hasTouch: size === 'phone' })
    try {
      if (as !== undefined) await signInAs(context, origin, as)
      const page = await context.newPage()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.goto(new URL(path, origin).href)
        await settle(page)
        if (at !== undefined) await page.locator(at).evaluate((element) => element.scrollIntoView())
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`), fullPage: values.whole })
      }
    } finally {
      await context.close()
    }
  }
  console.log(name)
}

/** The heading is there, what was asked for has come, nothing waits, and every picture has come or failed. */
async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  // Some pages ask again and again: these have what they need long before.
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => {})
  await page.waitForFunction(() => {
    const isWaiting = document.querySelector('[aria-busy="true"]') !== null
    return !isWaiting && [...document.images].every((image) => image.complete)
  })
}
