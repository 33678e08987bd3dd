// The day of those who teach the product, on the whole of it as `npm start` brings it up: what the line showed becomes tasks by a
// real night.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createApi } from '../../local/console/api.ts'
import { waitFor } from '../../local/loop/wait-for.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import type { Night } from '../../shared/domain/night.ts'
import type { Role } from '../../shared/domain/person.ts'
import { type RunningFactory, startFactory } from '../harness/running-factory.ts'
import { launchBrowser } from './launch-browser.ts'
import { openDesk } from './open-desk.ts'

const site = 'plant-1'
const tasks = 20

describe('a day of learning with the product', () => {
  let factory: RunningFactory
  let browser: Browser
  const ended = new AbortController()
  const as = (role: Role) => createApi(factory.origin, role, ended.signal)

  before(async () => {
    browser = await launchBrowser()
    factory = await startFactory(7)
    await runNight()
  })
  after(async () => {
    ended.abort()
    await browser.close()
    await factory.close()
  })

  /** Somebody drew what one incident showed: a dataset. Of another nobody could say what it was: its frames are a labeler's. */
  async function runNight(): Promise<void> {
    const [engineer, scientist] = [as('site-engineer'), as('data-scientist')]
    const sampling = { insideMs: 200, outsideMs: 0, unsure: 30, nearDuplicateBits: -1 }
    await scientist.put(`sites/${site}/night-policy`, { enabled: false, sampling, goldShare: 0, secondOpinionShare: 0 })
    const [real, doubtful] = await waitFor('two incidents whose video has come', 6, async () => {
      const { items } = await engineer.get<{ items: Incident[] }>('incidents')
      const recorded = (await engineer.get<{ items: { id: string }[] }>(`recordings?site=${site}&camera=line-3`)).items
      const whole = items.filter(({ phase, recordings }) => phase === 'closed' && recordings.some((id) => isThere(recorded, id)))
      return whole.length >= 2 ? whole : undefined
    })
    const { at, detection } = real!.peak
    const boxes = [{ at, label: detection.label, box: detection.box }]
    await engineer.post(`incidents/${real!.id}/verdicts`, { verdict: 'confirmed', boxes })
    await engineer.post(`incidents/${doubtful!.id}/verdicts`, { verdict: 'inconclusive' })
    const { id } = await scientist.post<Night>('nights', { site, again: true })
    const night = await waitFor('the night to end', 5, async () => {
      const found = await scientist.get<Night>(`nights/${id}`)
      return found.state === 'running' ? undefined : found
    })
    assert.equal(night.state, 'complete', JSON.stringify(night.problems))
  }

  it(`lets a data labeler do ${tasks} tasks of a real night by the keyboard alone`, async () => {
    const { context, page, complaints } = await openDesk(browser, factory.origin, 'data-labeler', '/labeling')
    const start = page.getByRole('link', { name: 'Start labeling' })
    await start.waitFor()
    await tabTo(page, 'Start labeling')
    await page.keyboard.press('Enter')
    for (let done = 0; done < tasks; done++) {
      await page.getByText(`${done} done`).waitFor()
      await page.locator('img[src*="frames/"]').waitFor()
      // Accepted as it is, with one box more, with that box elsewhere, or without it.
      if (done % 4 > 0) await page.keyboard.press('n')
      if (done % 4 === 2) for (const key of ['Control+ArrowLeft', 'Shift+ArrowDown']) await page.keyboard.press(key)
      if (done % 4 === 3) await page.keyboard.press('Delete')
      const saved = page.waitForResponse((response) => response.url().endsWith('/save') && response.ok())
      await page.keyboard.press('Space')
      await saved
    }
    await page.getByText(`${tasks} done`).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})

const isThere = (recorded: readonly { id: string }[], id: string) => recorded.some((one) => one.id === id)

/** Goes through the page as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Nobody gets to ${name} by the keyboard.`)
}
