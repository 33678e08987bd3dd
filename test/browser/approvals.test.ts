import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Approval } from '../../shared/domain/approval.ts'
import type { Role } from '../../shared/domain/person.ts'
import { RolloutPolicy } from '../../shared/domain/rollout.ts'
import { decideApproval } from '../../shared/operations/decide-approval.ts'
import type { Ports } from '../../shared/ports.ts'
import { createTestApp } from '../harness/test-app.ts'
import { answerTo, openQuestion, rememberStarts, scientist } from '../shared/operations/approval-support/open-question.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { createPageOpener } from './page-opener.ts'
import { type ServedApp, serveApp } from './serve-app.ts'

const idOf = (role: Role) => laptopPeople.find(({ handle }) => handle === role)!.id

describe('the pages of questions, releases and the gate', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { orchestrations: rememberStarts() })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: 'all' })
    await ports.people.save({ id: 'labeler', name: 'Lena Labeler', sites: 'all' })
    await ports.people.save({ id: 'anna', name: 'Anna Faster', sites: 'all' })
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  const find = async ({ site, id }: Approval) => (await ports.approvals.find(site, id))!

  const withPage = createPageOpener({ opening: () => ({ browser, served }), as: 'data-scientist', width: 390, expected: /409/ })

  it('say what is asked and by what it is judged, take a yes with its reason and digests, and lead to the release', async () => {
    const asked = await openQuestion(ports, 'plant')
    await withPage(`/approvals/${asked.id}`, async (page) => {
      await page.getByRole('heading', { name: 'May plant 1 be released?', level: 1 }).waitFor()
      await page.getByText('Better than the model in force').waitFor()
      await page.getByText('1% of the devices').waitFor()
      await page.getByText('Lena Labeler').waitFor()
      for (const digest of [asked.model.digest, asked.evaluation, asked.plan]) await page.locator(`code[title="${digest}"]`).waitFor()

      await page.getByRole('button', { name: 'Approve' }).click()
      const dialog = page.getByRole('dialog', { name: 'Approve plant 1?' })
      await dialog.getByRole('button', { name: 'Approve' }).click()
      await dialog.getByText('Say why').waitFor()
      assert.equal((await find(asked)).value.state, 'waiting')
      await dialog.getByLabel('Reason').fill('It finds more.')
      const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/decisions'))
      await dialog.getByRole('button', { name: 'Approve' }).click()
      assert.deepEqual((await sent).postDataJSON(), {
        ...{ decision: 'approved', reason: 'It finds more.', model: asked.model.digest },
        ...{ evaluation: asked.evaluation, plan: asked.plan },
      })
      await page.getByRole('link', { name: 'To the release' }).click()
      await page.getByRole('heading', { name: /^Release rel-/, level: 1 }).waitFor()
      assert.equal(await page.locator('[aria-current=step]').textContent(), '1Begun: under way')
      await page.getByRole('link', { name: 'Question and answers' }).click()
      await page.getByText('Data scientist (you)').waitFor()
    })
    const [decision] = (await find(asked)).value.decisions
    assert.deepEqual([decision?.by, decision?.reason], [idOf('data-scientist'), 'It finds more.'])
  })

  it('let nobody say yes to their own work, and say so; a no closes the question', async () => {
    const asked = await openQuestion(ports, 'own')
    const { value, version } = await find(asked)
    await ports.approvals.save({ ...value, partial: [idOf('data-scientist')] }, version)
    await withPage(`/approvals/${asked.id}`, async (page) => {
      await page.getByText('You had a hand in this model').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0)
      await page.keyboard.press('n')
      const dialog = page.getByRole('dialog', { name: 'Reject own 1?' })
      await dialog.getByLabel('Reason').fill('It misses leaks.')
      await dialog.getByRole('button', { name: 'Reject' }).click()
      await page.getByText('The model is refused. What was learned').waitFor()
      await page.getByText('It misses leaks.').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Reject' }).count(), 0)
    })
    assert.equal((await find(asked)).value.state, 'rejected')
  })

  it('tell who was faster, and show what one had written', async () => {
    const asked = await openQuestion(ports, 'race')
    await withPage(`/approvals/${asked.id}`, async (page) => {
      await page.getByRole('button', { name: 'Approve' }).click()
      const dialog = page.getByRole('dialog', { name: 'Approve race 1?' })
      await dialog.getByLabel('Reason').fill('Mine came too late')
      await decideApproval(ports, scientist('anna'), asked.id, answerTo(asked, 'rejected'))
      await dialog.getByRole('button', { name: 'Approve' }).click()
      await page.getByRole('alert').getByText('Anna Faster was faster: your answer was not counted.').waitFor()
      await page.getByText('Mine came too late').waitFor()
    })
    assert.equal((await find(asked)).value.decisions.length, 1)
  })

  it('ask again when the plan has changed meanwhile, and never take an answer to the old one', async () => {
    const asked = await openQuestion(ports, 'changed')
    await ports.rollouts.savePolicy('changed', RolloutPolicy.parse({ approvals: 2 }), (await ports.rollouts.policy('changed')).version)
    await withPage(`/approvals/${asked.id}`, async (page) => {
      await page.getByText('The rollout plan of the site has changed since this was asked.').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0)
      await page.getByRole('button', { name: 'Ask again' }).click()
      await page.getByText('2 different people must say yes').waitFor()
      await page.getByText(/Asked by Data scientist \(you\)/).waitFor()
    })
  })

  it('show who may only look what they would see, and one that ran out as a no', async () => {
    const asked = await openQuestion(ports, 'late')
    await withPage(
      `/approvals/${asked.id}`,
      async (page) => {
        await page.getByText('Data scientists answer this.').waitFor()
        assert.equal(await page.getByRole('button', { name: 'Reject' }).count(), 0)
      },
      { as: 'safety-auditor' },
    )
    const { value, version } = await find(asked)
    await ports.approvals.save({ ...value, expiresAt: '2026-03-01T00:00:00.000Z' }, version)
    await withPage(`/approvals/${asked.id}`, (page) => page.getByText('silence is a no').waitFor())
  })

  it('say why a release failed, and let who may build it again', async () => {
    const asked = await openQuestion(ports, 'failing')
    await decideApproval(ports, scientist('anna'), asked.id, answerTo(asked))
    const [release] = await ports.releases.ofModel(asked.model.digest)
    const stored = (await ports.releases.find('failing', release!.id))!
    await ports.releases.save({ ...stored.value, state: 'failed', problem: 'The registry <b>refused</b> it.' }, stored.version)
    const path = `/releases/${release!.id}`
    await withPage(path, async (page) => {
      await page.getByText('The registry <b>refused</b> it.').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Build it again' }).count(), 0)
    })
    await withPage(
      path,
      async (page) => {
        await page.getByRole('button', { name: 'Build it again' }).click()
        await page.getByText('Waits', { exact: true }).waitFor()
      },
      { as: 'iot-engineer' },
    )
    assert.equal((await ports.releases.find('failing', release!.id))!.value.attempt, 2)
  })

  it('save what the gate asks for, by the bounds of the API, and take it back', async () => {
    await ports.rosters.saveSite({ id: 'gated', name: 'Gated', timeZone: 'UTC' })
    const policy = async () => (await ports.evaluations.gatePolicy('gated')).value
    const before = await policy()
    await withPage('/models/gate-policy', async (page) => {
      await page.evaluate(() => localStorage.setItem('site', 'gated'))
      await page.reload()
      await page.getByText('No label is guarded').waitFor()
      await page.getByLabel('Another label').fill('person')
      await page.keyboard.press('Enter')
      await page.getByLabel('Gain in mean F1 (%)').fill('200')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('textbox', { name: 'Gain in mean F1 (%)' }).and(page.locator('[aria-invalid=true]')).waitFor()
      await page.getByLabel('Gain in mean F1 (%)').fill('2,5')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The rules were saved').waitFor()
      assert.deepEqual(await policy(), { ...before, safetyLabels: ['person'], leastGain: 0.025 })
      const undone = page.waitForResponse((response) => response.request().method() === 'PUT')
      await page.getByRole('button', { name: 'Undo' }).click()
      await undone
      assert.deepEqual(await policy(), before)
    })
  })

  it('have nothing that axe-core objects to, in light and dark, on a phone and a desk', async () => {
    const asked = await openQuestion(ports, 'axed')
    await decideApproval(ports, scientist('anna'), asked.id, answerTo(asked))
    const [release] = await ports.releases.ofModel(asked.model.digest)
    const open = await openQuestion(ports, 'axed-open')
    for (const colorScheme of ['light', 'dark'] as const) {
      const viewport = colorScheme === 'light' ? { width: 390, height: 844 } : { width: 1280, height: 800 }
      const check = async (page: Page) => {
        await page.getByRole('heading', { level: 2 }).first().waitFor()
        assert.deepEqual(await findViolations(page), [])
      }
      for (const path of [`/approvals/${open.id}`, `/approvals/${asked.id}`, `/releases/${release!.id}`, '/models/gate-policy']) {
        await withPage(path, check, { colorScheme, viewport })
      }
      await withPage(
        `/approvals/${open.id}`,
        async (page) => {
          await page.getByRole('button', { name: 'Approve' }).click()
          await page.getByRole('dialog').waitFor()
          await check(page)
        },
        { colorScheme, viewport },
      )
    }
  })
})
