import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { NoticeReport } from '../../shared/domain/notice.ts'
import { clearNotice } from '../../shared/operations/clear-notice.ts'
import { raiseNotice } from '../../shared/operations/raise-notice.ts'
import type { Ports } from '../../shared/ports.ts'
import { createMonitoredPlant, type MonitoredPlant } from '../harness/monitored-plant.ts'
import { bindActions, play } from '../shared/operations/monitors/full-disk.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { createPageOpener } from './page-opener.ts'
import { type ServedApp, serveApp } from './serve-app.ts'

describe('the screens of notices', () => {
  let azurite: RunningAzurite
  let plant: MonitoredPlant
  let ports: Ports
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    plant = await createMonitoredPlant(azurite.connectionString, 'plant')
    ports = plant.ports
    await plant.found()
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant'] })
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  const withPage = createPageOpener({ opening: () => ({ browser, served }), as: 'iot-engineer', width: 390 })
  const isAccessible = async (page: Page) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await findViolations(page), [])
    }
  }
  const drift: NoticeReport = {
    ...{ site: 'plant', kind: 'some-new-kind', subject: 'model/bottles/7', severity: 'info', roles: ['data-scientist'], link: '/models' },
    summary: 'A kind that the pages do not know yet.',
    evidence: [{ measure: 'some-measure', value: 0.31, unit: '1', effectSize: 0.6, effect: 'h', sampleSize: 420 }],
  }

  it('say that nothing is wrong, and how one would learn of it', async () => {
    await withPage('/notices', async (page) => {
      await page.getByText('Nothing is wrong').waitFor()
      await page.getByText('told by e-mail').waitFor()
      await isAccessible(page)
    })
  })

  it('show what is wrong and what was done; an engineer takes it back and takes it on', async () => {
    await bindActions(plant)
    await plant.startRollout()
    for (const minute of [0, 1, 2]) await play(plant, minute)
    await raiseNotice(ports, drift)
    await withPage('/notices', async (page) => {
      await page.getByText('A kind that the pages do not know yet.').waitFor()
      assert.equal(await page.getByRole('main').getByRole('listitem').count(), 2)
      await page.getByText('2 things were done by themselves').waitFor()
      await isAccessible(page)
      await page.getByRole('link', { name: /A device runs out of disk/ }).click()
      await page.getByRole('heading', { name: 'A device runs out of disk', level: 1 }).waitFor()
      await page.getByText('10 → 5 frames a second').waitFor()
      await isAccessible(page)
      await page.getByRole('listitem').filter({ hasText: 'plant-gate' }).getByRole('button', { name: 'Take back' }).click()
      await page.getByText('Taken back by IoT engineer').waitFor()
      assert.deepEqual((await plant.pushed()).at(-1), [1, 10])
      await page.getByRole('button', { name: 'I am on it' }).click()
      await page.getByText('IoT engineer is on it.').waitFor()
    })
  })

  it('let those look whose work it is not, in their language', async () => {
    await withPage(
      '/notices',
      async (page) => {
        await page.getByRole('link', { name: /Einem Gerät geht der Speicher aus/ }).click()
        await page.getByText('Woran man es sieht').waitFor()
        assert.equal(await page.getByRole('button', { name: 'Zurücknehmen' }).count(), 0)
        assert.equal(await page.getByRole('button', { name: 'Ich kümmere mich' }).count(), 0)
      },
      { as: 'data-labeler', locale: 'de-DE' },
    )
  })

  it('keep what is over', async () => {
    await clearNotice(ports, drift)
    await withPage('/notices?state=cleared', async (page) => {
      await page.getByText('A kind that the pages do not know yet.').waitFor()
      assert.equal(await page.getByRole('main').getByRole('listitem').count(), 1)
    })
  })

  it('change when a monitor speaks, refuse what makes no sense, and take a change back', async () => {
    await withPage('/notices/monitors', async (page) => {
      await page.getByRole('button', { name: 'Change: A device says nothing' }).click()
      await page.getByLabel('Wrong from (min)').fill('1')
      await page.getByText('Must be lower than the number').waitFor()
      await page.getByLabel('Wrong from (min)').fill('15')
      await page.getByRole('checkbox', { name: 'tells one more role' }).check()
      await page.getByLabel('One more role that is told').selectOption('Safety auditor')
      await isAccessible(page)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('wrong from 15 min, right again from 2 min down').waitFor()
      const saved = (await ports.monitors.policy('plant')).value.monitors['device-silent']
      assert.equal(saved?.above, 15)
      assert.deepEqual(
        saved.actions.filter(({ kind }) => kind === 'notify-role'),
        [{ kind: 'notify-role', role: 'safety-auditor' }],
      )
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('wrong from 5 min, right again from 2 min down').waitFor()
      await page.getByRole('button', { name: 'All plants together' }).click()
      await page.getByText('Alerts do not get out').waitFor()
      // Who covers one plant does not set what all share.
      assert.equal(await page.getByRole('button', { name: /^Change/ }).count(), 0)
    })
    assert.deepEqual((await plant.audited()).filter((action) => action === 'monitor-saved').length, 2)
  })
})
