import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { allowPages } from '../../local/azurite/allow-pages.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Evaluation } from '../../shared/domain/evaluation.ts'
import { evaluateModel } from '../../shared/operations/evaluate-model.ts'
import type { Ports } from '../../shared/ports.ts'
import { crown, enterModel, site, storeDataset, storeIncidents } from '../harness/evaluated-plant.ts'
import { createTestApp } from '../harness/test-app.ts'
import { createVirtualClock } from '../harness/virtual-clock.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { createPageOpener, type Looking } from './page-opener.ts'
import { type ServedApp, serveApp } from './serve-app.ts'

describe('the screen of a comparison', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser
  const compared: Record<string, Evaluation> = {}

  before(async () => {
    azurite = await startAzurite()
    const then = createVirtualClock('2026-03-05T00:00:00.000Z')
    const past = await createTestApp(azurite.connectionString, { clock: then.now })
    await storeDataset(past)
    await storeIncidents(past, azurite.connectionString)
    const { value } = await past.evaluations.gatePolicy(site)
    await past.evaluations.saveGatePolicy(site, { ...value, leastObjects: 10 }, undefined)
    await past.rosters.saveSite({ id: site, name: 'Plant 1', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await past.people.save({ id, name, sites: [site] })
    const careless = await enterModel(past, 'careless', 0.3)
    compared['first'] = await evaluateModel(past, { site, name: 'careless', version: '1' })
    await crown(past, careless)
    for (const [name, threshold] of [
      ['careful', 0.6],
      ['blind', 0.999],
    ] as const) {
      await enterModel(past, name, threshold)
      compared[name] = await evaluateModel(past, { site, name, version: '1' })
    }
    // Links to pictures are good for ten minutes of the real time.
    ports = await createTestApp(azurite.connectionString)
    served = await serveApp(ports)
    await allowPages(azurite.connectionString, [served.origin])
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  const lookAt = createPageOpener({ opening: () => ({ browser, served }), as: 'data-scientist', width: 1280, reducedMotion: 'reduce' })
  const withPage = (name: string, search: string, look: (page: Page) => Promise<void>, looking?: Partial<Looking>) =>
    lookAt(`/evaluations/${compared[name]!.digest}${search}`, look, looking)
  const picturesThere = (page: Page) =>
    page.waitForFunction(() => [...document.querySelectorAll<HTMLImageElement>('main img')].some((one) => one.naturalWidth === 192))

  it('says first what the gate decided, and every reason on a line of its own, what speaks against the model on top', async () => {
    await withPage('careful', '', async (page) => {
      await page.getByRole('heading', { name: 'The candidate is better than the champion' }).waitFor()
      await page.getByText('Compared with the champion, careless 1.').waitFor()
      const { checks } = compared['careful']!.gate
      const lines = page.getByRole('region', { name: 'The candidate is better than the champion' }).getByRole('listitem')
      // Worded from the numbers; in English it comes to what the gate wrote down.
      const reasons = checks.map(({ reason }) => reason.replaceAll(' %', '%'))
      assert.deepEqual(new Set(await lines.locator('p').allTextContents()), new Set(reasons))
      await page.getByText('+20.0 points').first().waitFor()
    })
    const inGerman = async (page: Page) => {
      await page.getByText('Das mittlere F1 ist 100,0 %, beim Champion 80,0 %.').waitFor()
      await page.getByText('Mit keinem Video des Tests wurde trainiert.').waitFor()
      assert.equal(await page.locator('main [lang="en"]').count(), 0)
    }
    await withPage('careful', '', inGerman, { locale: 'de' })
    await withPage('blind', '', async (page) => {
      await page.getByRole('heading', { name: 'The candidate must not replace the champion' }).waitFor()
      const first = page.getByRole('region', { name: 'The candidate must not replace the champion' }).getByRole('listitem').first()
      assert.match((await first.textContent())!, /^Failed/)
      assert.equal(await page.getByRole('button', { name: 'Ask for approval' }).count(), 0)
    })
  })

  it('holds both models against each other by label and camera, in the figure that the address names', async () => {
    await withPage('careful', '?measure=precision', async (page) => {
      const byLabel = page.getByRole('figure', { name: 'By label: Precision' })
      await byLabel.getByText('Candidate: 100.0%, Champion: 66.7%').waitFor({ state: 'attached' })
      await page.getByRole('figure', { name: 'Camera: Camera 1: Precision' }).waitFor()
      await page.getByRole('button', { name: 'Recall' }).click()
      await page.getByRole('figure', { name: 'By label: Recall' }).getByText('0.0 points').first().waitFor()
      assert.match(page.url(), /measure=recall/)
      await page.locator('summary', { hasText: 'Figures' }).first().click()
      const row = page.getByRole('table', { name: 'By label' }).getByRole('row', { name: /^red 16/ })
      assert.match((await row.textContent())!, /100\.0%80\.0%/)
    })
  })

  it('shows the frames that only one of them gets right, with what is there and what each sees', async () => {
    await withPage('careful', '?tab=frames', async (page) => {
      await page.getByRole('button', { name: 'Only the candidate is right (8)' }).click()
      await page.locator('[data-frame]').nth(7).waitFor()
      await picturesThere(page)
      assert.equal(await page.locator('[data-frame]').count(), 8)
      const figures = page.locator('[data-frame]').first().getByRole('figure')
      assert.match((await figures.nth(0).textContent())!, /Candidate sees nothing, and nothing is there/)
      assert.match((await figures.nth(1).textContent())!, /Champion wrong: red \(\d+%\)/)
      assert.match(page.url(), /outcome=candidate/)
      await page.reload()
      await page.locator('[data-frame]').nth(7).waitFor()
      await page.getByRole('button', { name: 'Only the champion is right (0)' }).click()
      await page.getByText('No frame is like that').waitFor()
      await page.getByRole('button', { name: 'Remove filters' }).click()
      await page.locator('[data-frame]').first().waitFor()
    })
  })

  it('brings further frames by itself when one comes near the end of those that are there', async () => {
    await withPage('careful', '?tab=frames', async (page) => {
      await page.locator('[data-frame]').nth(11).waitFor()
      await page.locator('[data-frame]').nth(11).scrollIntoViewIfNeeded()
      await page.locator('[data-frame]').nth(23).waitFor()
      assert.equal(await page.locator('[data-frame]').count(), 24)
    })
  })

  it('shows what is taken for what, and how often each model is right when it is so sure', async () => {
    await withPage('careful', '?tab=mistakes', async (page) => {
      const champion = page.getByRole('table', { name: 'What is taken for what: Champion' })
      const nothing = champion.getByRole('row', { name: /^nothing there/ })
      await nothing.waitFor()
      assert.deepEqual(await nothing.getByRole('cell').allTextContents(), ['8', ''])
      await page.getByRole('img', { name: /^How far its confidence can be believed\. Candidate: \d+% sure/ }).waitFor()
    })
  })

  it('leads from each true incident that a model would miss to that incident', async () => {
    await withPage('blind', '?tab=replay', async (page) => {
      await page.getByText('The champion finds it').waitFor()
      await page.getByRole('cell', { name: '0 of 1' }).first().waitFor()
      const missed = page.getByRole('main').getByRole('link', { name: 'red · Camera 1' })
      await missed.waitFor()
      assert.match((await missed.getAttribute('href'))!, /^\/incidents\/incident-confirmed/)
    })
  })

  it('is worked out again on the spot, and says when it does not come to the same', async () => {
    await withPage('careful', '', async (page) => {
      await page.getByRole('button', { name: 'Work it out again' }).click()
      await page.getByText('The stored inputs come to the same result, to the last digit.').waitFor()
    })
    const careful = compared['careful']!
    compared['forged'] = { ...careful, digest: 'f'.repeat(64), gate: { ...careful.gate, reason: 'It is good.' } }
    await ports.evaluations.save(compared['forged'])
    await withPage('forged', '', async (page) => {
      await page.getByRole('button', { name: 'Work it out again' }).click()
      await page.getByText('Not the same', { exact: true }).waitFor()
    })
  })

  it('leads to the question whether the model may be released, and asks it where nobody has', async () => {
    await withPage('careful', '', async (page) => {
      await page.getByRole('button', { name: 'Ask for approval' }).click()
      await page.waitForURL(/\/approvals\/ap-/)
      const { items } = await ports.approvals.list({ sites: [site], limit: 10 })
      assert.ok(page.url().endsWith(items[0]!.id))
    })
    await withPage(
      'careful',
      '',
      async (page) => {
        await page.getByRole('link', { name: 'Decide about the release' }).waitFor()
      },
      { as: 'safety-auditor' },
    )
  })

  it('hides frames and the second calculation from those who may not ask for them', async () => {
    await withPage(
      'careful',
      '?tab=frames',
      async (page) => {
        await page.getByRole('tab', { name: 'Figures', selected: true }).waitFor()
        assert.equal(await page.getByRole('tab', { name: 'What each gets wrong' }).count(), 0)
        assert.equal(await page.getByRole('button', { name: 'Work it out again' }).count(), 0)
      },
      { as: 'site-engineer' },
    )
  })

  it('of a first model shows its own figures alone', async () => {
    await withPage('first', '?tab=frames', async (page) => {
      await page.getByText('There is no champion yet: this would be the first model.').waitFor()
      await page.getByRole('button', { name: 'Wrong (8)' }).click()
      await page.locator('[data-frame]').nth(7).waitFor()
      assert.equal(await page.locator('[data-frame]').first().getByRole('figure').count(), 1)
    })
  })

  it('speaks German', async () => {
    await withPage(
      'careful',
      '?tab=replay',
      async (page) => {
        await page.getByRole('heading', { name: 'Der Kandidat ist besser als der Champion' }).waitFor()
        await page.getByText('Ersparte Fehlalarme am Tag').first().waitFor()
        await page.getByText('0,07').first().waitFor()
      },
      { locale: 'de' },
    )
  })

  it('has no violations, on a desk in light and on a phone in dark', async () => {
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [390, 'dark'],
    ] as const)
      await withPage(
        'blind',
        '',
        async (page) => {
          for (const [name, there] of [
            ['Figures', page.getByRole('figure', { name: 'By label: F1' })],
            ['What each gets wrong', page.locator('[data-frame]').first()],
            ['Mix-ups and confidence', page.getByRole('table').first()],
            ['Incidents played again', page.getByText('The champion finds it')],
          ] as const) {
            await page.getByRole('tab', { name }).click()
            await there.waitFor()
            assert.deepEqual(await findViolations(page), [], `${name} at ${width}`)
          }
        },
        { width, colorScheme },
      )
  })
})
