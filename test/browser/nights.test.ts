import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Night, NightProgress } from '../../shared/domain/night.ts'
import { noProgress } from '../../shared/domain/night-progress.ts'
import type { Ports } from '../../shared/ports.ts'
import { createTestApp } from '../harness/test-app.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { createPageOpener } from './page-opener.ts'
import { type ServedApp, serveApp } from './serve-app.ts'

const underWay: NightProgress = {
  ...{ step: 'recordings', recordings: { all: 40, done: 12, bad: 1 }, frames: 480, annotations: 900, bytes: 3.1e8, secondsLeft: 75 },
}

function nightOf(date: string, more: Partial<Night> = {}): Night {
  return {
    ...{ id: `nightly-plant-${date}`, site: 'plant', date, number: 1, state: 'complete', startedBy: 'timer' },
    ...{ startedAt: `${date}T01:30:00.000Z`, endedAt: `${date}T01:41:30.000Z`, problems: [], problemCount: 0 },
    progress: { ...underWay, step: 'done', recordings: { all: 40, done: 40, bad: 0 } },
    ...more,
  }
}

describe('the screens of nights', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser
  // What the engine says of a night that runs.
  let progress = underWay
  const started: string[] = []

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, {
      orchestrations: {
        start: async (_, id) => void started.push(id),
        status: async () => ({ state: 'running', custom: progress, output: undefined }),
        wake: async () => {},
      },
    })
    await ports.rosters.saveSite({ id: 'plant', name: 'Plant <One>', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant'] })
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  const withPage = createPageOpener({ opening: () => ({ browser, served }), as: 'data-scientist', width: 390, expected: /409/ })

  it('say when the first night comes while there is none', async () => {
    await withPage('/nights', async (page) => {
      await page.getByText('No night yet').waitFor()
      await page.getByText('The timer starts one by itself at 02:30.').waitFor()
    })
  })

  it('start a night, and go to it; a date that has had its run is run again only when one says so', async () => {
    await withPage('/nights', async (page) => {
      await page.getByRole('button', { name: 'Start a night now' }).click()
      await page.getByRole('button', { name: 'Start', exact: true }).click()
      await page.getByRole('heading', { name: /^Night of/, level: 1 }).waitFor()
      assert.match(page.url(), new RegExp(`/nights/${started[0]}$`))
      const { value, version } = (await ports.nights.find('plant', started[0]!))!
      await ports.nights.save({ ...value, state: 'complete', progress: { ...noProgress, step: 'done' } }, version)
      await page.getByText('Complete', { exact: true }).waitFor()

      await page.getByRole('link', { name: 'Nights' }).last().click()
      await page.getByText('Nothing had changed').waitFor()
      await page.getByRole('button', { name: 'Start a night now' }).click()
      await page.getByRole('button', { name: 'Start', exact: true }).click()
      await page.getByText('The date has had its run.').waitFor()
      await page.getByLabel('Once more, even if the date has had its run').check()
      await page.getByRole('button', { name: 'Start', exact: true }).click()
      await page.getByRole('heading', { name: /run 2$/, level: 1 }).waitFor()
    })
    assert.deepEqual(started, [started[0], `${started[0]}-2`])
    const { value, version } = (await ports.nights.find('plant', started[1]!))!
    await ports.nights.save({ ...value, state: 'complete' }, version)
  })

  it('show how far a night is, by itself', async () => {
    await ports.nights.save(nightOf('2026-03-06', { state: 'running', progress: noProgress }), undefined)
    await withPage('/nights/nightly-plant-2026-03-06', async (page) => {
      await page.getByText('12 / 40').waitFor()
      await page.getByText('1 min 15 sec').waitFor()
      assert.equal(await page.locator('[aria-current=step]').textContent(), '2Archive, frames, labels: under way')
      const done = page.getByRole('figure', { name: 'Recordings' }).locator('dd > span').first()
      const before = (await done.boundingBox())!.width
      progress = { ...underWay, recordings: { all: 40, done: 30, bad: 1 } }
      await page.getByText('30 / 40').waitFor()
      assert.ok((await done.boundingBox())!.width > before)
    })
  })

  it('report how a night went: what was bad and why, the dataset and what it means', async () => {
    const problems = [{ recording: 'rec-1', step: 'split' as const, reason: '<b>moov atom not found</b>' }]
    await ports.nights.save(
      nightOf('2026-03-05', { state: 'partial', problems, problemCount: 1, dataset: 'ds-0123456789abcdef' }),
      undefined,
    )
    await ports.nights.save(
      nightOf('2026-03-04', { state: 'failed', problems: [{ step: 'dataset', reason: 'No answer' }], problemCount: 1 }),
      undefined,
    )
    await withPage(
      '/nights/nightly-plant-2026-03-05',
      async (page) => {
        await page.getByText('<b>moov atom not found</b>').waitFor()
        await page.getByText('After two tries the video stays in the quarantine.').waitFor()
        await page.getByText('took 11 min 30 sec').waitFor()
        await page.getByText('ds-0123456789abcdef').waitFor()
        await page.getByText('No training run came of it').waitFor()
      },
      { as: 'iot-engineer' },
    )
    await withPage('/nights/nightly-plant-2026-03-04', async (page) => {
      await page.getByText('Dataset: broke off here').waitFor()
    })
    await withPage('/nights?state=partial', async (page) => {
      await page.getByRole('link', { name: /Night of 5 Mar 2026.*1 problem/ }).waitFor()
      assert.equal(await page.getByRole('link', { name: /Night of/ }).count(), 1)
    })
  })

  it('change the policy: mistakes in words, nothing of somebody else overwritten, and undo', async () => {
    const isSaved = async (startsAt: string) => assert.equal((await ports.nights.policy('plant')).value.startsAt, startsAt)
    await withPage('/nights/policy', async (page) => {
      const share = page.getByLabel('Share of test')
      await share.fill('80')
      await page.getByText('It must be from 0% to 50%.').waitFor()
      await page.getByLabel('Distance within an incident').fill('soon')
      await page.getByText('Write a number.').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('2 fields need a look.').waitFor()
      await isSaved('02:30')
      await share.fill('20')
      await page.getByText('65% are left to learn from.').waitFor()
      await page.getByLabel('Distance within an incident').fill('250')
      await page.getByLabel('Starts at').fill('04:15')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Policy saved').waitFor()
      const { value, version } = await ports.nights.policy('plant')
      assert.deepEqual([value.startsAt, value.testShare, value.sampling.insideMs, value.rawVideoHours], ['04:15', 0.2, 250, 72])

      await ports.nights.savePolicy('plant', { ...value, startsAt: '05:00' }, version)
      await page.getByLabel('Starts at').fill('06:00')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Somebody else changed this meanwhile.').waitFor()
      await isSaved('05:00')
      await page.getByRole('button', { name: 'Show theirs' }).click()
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[type=time]')!.value === '05:00')
      await page.getByRole('button', { name: 'All defaults' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[type=time]')!.value === '05:00')
      await isSaved('05:00')
    })
  })

  it('show the policy to everybody, and let nobody change it but those whose work it is', async () => {
    await withPage(
      '/nights/policy',
      async (page) => {
        await page.getByText('Data scientists and IoT engineers change this.').waitFor()
        assert.ok(await page.getByLabel('Share of test').isDisabled())
        assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
        await page.goto(`${served.origin}/nights`)
        await page.getByRole('link', { name: /Night of 5 Mar/ }).waitFor()
        assert.equal(await page.getByRole('button', { name: 'Start a night now' }).count(), 0)
      },
      { as: 'safety-auditor' },
    )
  })

  it('speak German', async () => {
    await withPage('/nights/nightly-plant-2026-03-05', (page) => page.getByRole('heading', { name: 'Nacht vom 05.03.2026' }).waitFor(), {
      as: 'iot-engineer',
      locale: 'de-DE',
    })
  })

  it('have nothing that axe finds wrong, in light and in dark', async () => {
    const seen = {
      '': 'Night of 5 Mar 2026',
      '/nightly-plant-2026-03-06': '30 / 40',
      '/nightly-plant-2026-03-05': 'rec-1',
      '/policy': 'Share of test',
    }
    for (const [path, words] of Object.entries(seen))
      await withPage(
        `/nights${path}`,
        async (page) => {
          await page.getByText(words).first().waitFor()
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
            assert.deepEqual(await findViolations(page), [], `${path} ${colorScheme}`)
          }
        },
        { as: 'iot-engineer' },
      )
  })
})
