// How fast the pages are to the person before them: everything that `npm start` brings up, with its line running, and a
// real browser. The hundred thousand incidents are told by the benchmark in the API's place.
import type { BrowserContext, Page } from 'playwright-core'
import { median } from '../../shared/domain/median.ts'
import { launchBrowser } from '../../test/browser/launch-browser.ts'
import { startFactory } from '../pages/factory.ts'
import { visitIncidents } from '../pages/first-incident.ts'
import { type Frames, watchFrames } from '../pages/frames.ts'
import { answerWithMany } from '../pages/many-incidents.ts'
import { report } from '../report.ts'

const visits = 5
const slowdown = 4
const total = 100_000
const firstIncidentGoalMs = 1500
const scriptGoalKb = 200
const frameGoalMs = 100
const scrollSeconds = 5

const factory = await startFactory()
const browser = await launchBrowser()
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'allow' })
  await context.request.post(`${factory.origin}/.auth/login/aad/site-engineer`, { maxRedirects: 0 })
  await measureFirstIncident(context)
  await measureScrolling(context)
} finally {
  await browser.close()
  await factory.close()
}

async function measureFirstIncident(context: BrowserContext): Promise<void> {
  // Warm: somebody was here before, and the line has shown its first defect.
  const page = await context.newPage()
  await page.goto(`${factory.origin}/incidents`)
  await page.locator('[data-incident]').first().waitFor({ timeout: 180_000 })
  await page.close()
  const seen = []
  for (let visit = 0; visit < visits; visit++) seen.push(await visitIncidents(context, factory.origin, slowdown))
  report({
    what: `First incident visible, processor ${slowdown} × slower`,
    ourValue: median(seen.map(({ ms }) => ms)),
    ...{ peer: 'the goal', peerValue: firstIncidentGoalMs, unit: 'ms', better: 'lower', goal: 1 },
    note: `worst of ${visits}: ${Math.round(Math.max(...seen.map(({ ms }) => ms)))} ms`,
  })
  report({
    what: 'Scripts of the first screen, gzip',
    ourValue: Math.max(...seen.map(({ scriptBytes }) => scriptBytes)) / 1024,
    ...{ peer: 'the goal', peerValue: scriptGoalKb, unit: 'KB', better: 'lower', goal: 1 },
  })
}

async function measureScrolling(context: BrowserContext): Promise<void> {
  const growing = await context.newPage()
  await answerWithMany(growing, total, 50)
  await openList(growing)
  reportFrames('Scrolling while pages of 50 come in', await watchFrames(growing, () => wheel(growing)))
  await growing.close()

  const full = await context.newPage()
  const many = await answerWithMany(full, total, 2000)
  await openList(full)
  while (many.told() < total) await full.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await full.evaluate(() => window.scrollTo(0, 0))
  await full.locator('[data-index="0"]').waitFor()
  reportFrames(`Scrolling ${total} incidents by the wheel`, await watchFrames(full, () => wheel(full)))
  reportFrames(`Thrown to and fro over ${total} incidents`, await watchFrames(full, () => leap(full)))
  await full.close()
}

async function openList(page: Page): Promise<void> {
  await page.goto(`${factory.origin}/incidents`)
  await page.locator('[data-incident]').first().waitFor()
  await page.mouse.move(700, 500)
}

async function wheel(page: Page): Promise<void> {
  const until = performance.now() + scrollSeconds * 1000
  while (performance.now() < until) await page.mouse.wheel(0, 240)
}

/** What somebody does who drags the bar at the side: to anywhere, many times a second. */
async function leap(page: Page): Promise<void> {
  const until = performance.now() + scrollSeconds * 1000
  for (let step = 0; performance.now() < until; step++) {
    const share = (step * 0.381966) % 1
    await page.evaluate((part) => {
      window.scrollTo(0, document.documentElement.scrollHeight * part)
      return new Promise((resolve) => requestAnimationFrame(resolve))
    }, share)
  }
}

function reportFrames(what: string, { longestMs, longestWorkMs, count }: Frames): void {
  report({
    what: `${what}: longest frame`,
    ourValue: longestMs,
    ...{ peer: 'the goal', peerValue: frameGoalMs, unit: 'ms', better: 'lower', goal: 1 },
    note: `${count} frames in ${scrollSeconds} s, longest work ${longestWorkMs.toFixed(0)} ms of processor; rows told by the benchmark in the API's place`,
  })
}
