import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { nextTask } from '../../shared/operations/next-task.ts'
import { saveTask } from '../../shared/operations/save-task.ts'
import { labeler } from '../harness/labeling/doubtful-plant.ts'
import { findViolations } from './find-violations.ts'
import { framePicture, type LabelingBench, openLabelingBench, saved } from './labeling-bench.ts'

describe('labeling', () => {
  let bench: LabelingBench
  before(async () => {
    bench = await openLabelingBench()
  })
  after(() => bench.close())
  beforeEach(() => bench.nextSite())

  it('takes twenty tasks by keyboard alone: accepted, corrected, drawn, copied and empty', async () => {
    const recording = await bench.fill(20)
    const { context, page } = await bench.openAs('data-labeler', '/labeling')
    await page.getByRole('link', { name: 'Start labeling' }).press('Enter')
    for (let n = 0; n < 20; n += 1) {
      await page.getByText(`${n} done`).waitFor()
      await page.locator('[data-box]').first().waitFor()
      await page.locator(framePicture).waitFor()
      if (n % 5 === 1) for (const key of ['Tab', 'ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key)
      if (n % 5 === 2) for (const key of ['n', 'Control+ArrowLeft']) await page.keyboard.press(key)
      if (n % 5 === 3) await page.keyboard.press('c')
      if (n % 5 === 4) for (const key of ['Tab', 'Delete']) await page.keyboard.press(key)
      await saved(page, () => page.keyboard.press('Space'))
    }
    await page.getByText('All done. Thank you!').waitFor()
    const answers = await bench.answersOf(recording)
    assert.equal(answers.length, 20)
    const boxesOf = answers.map(({ objects }) => objects.length).sort()
    assert.deepEqual(boxesOf, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2])
    const moved = answers.flatMap(({ objects }) => objects).find(({ box }) => Math.abs(box.left - 0.1 - 1 / 640) < 1e-9)
    assert.ok(moved !== undefined && Math.abs(moved.box.height - 0.2 - 1 / 360) < 1e-9)
    await context.close()
  })

  it('keeps the boxes of somebody whose frame was answered by another, and says so', async () => {
    const recording = await bench.fill(1)
    const { context, page } = await bench.work()
    await page.keyboard.press('n')
    bench.clock.advance(11 * 60_000)
    const other = labeler('mia')
    const task = (await nextTask(bench.ports, other, { site: bench.site, except: [] }))!
    await saveTask(bench.ports, other, task.value.id, [], undefined)
    await saved(page, () => page.keyboard.press('Space'))
    const notice = page.getByRole('alert', { name: 'Not taken' })
    await notice.getByText('somebody else has answered this frame meanwhile').waitFor()
    await page.reload()
    await notice.getByText('Your 2 boxes are kept on this device.').waitFor()
    assert.equal((await bench.answersOf(recording)).length, 0)
    await notice.getByRole('button', { name: 'Discard' }).click()
    await notice.waitFor({ state: 'detached' })
    await context.close()
  })

  it('goes on without a connection, and sends what was saved when it is back', async () => {
    const recording = await bench.fill(3)
    const { context, page } = await bench.work()
    await untilAhead(page)
    await context.setOffline(true)
    await page.keyboard.press('Space')
    await page.getByText('1 answer is not sent yet').waitFor()
    await page.keyboard.press('n')
    await page.locator('[data-box]').nth(1).waitFor()
    await saved(page, () => context.setOffline(false))
    await page.getByText('1 answer is not sent yet').waitFor({ state: 'detached' })
    assert.equal((await bench.answersOf(recording)).length, 1)
    await context.close()
  })

  it('keeps what was begun and taken by another meanwhile, and says so when its author is back', async () => {
    await bench.fill(1)
    const { context, page } = await bench.work()
    await page.keyboard.press('n')
    await page.locator('[data-box]').nth(1).waitFor()
    await page.goto(`${bench.origin}/labeling`)
    bench.clock.advance(11 * 60_000)
    await nextTask(bench.ports, labeler('mia'), { site: bench.site, except: [] })
    await page.goto(`${bench.origin}/labeling/work`)
    await page.getByRole('alert', { name: 'Not taken' }).getByText('Your 2 boxes are kept on this device.').waitFor()
    await page.getByText('Nothing waits for you').waitFor()
    await context.close()
  })

  it('brings back the boxes that somebody had begun when the page was left', async () => {
    await bench.fill(1)
    const { context, page } = await bench.work()
    await page.keyboard.press('n')
    await page.locator('[data-box]').nth(1).waitFor()
    await page.reload()
    await page.getByText('The boxes that you had begun are back.').waitFor()
    assert.equal(await page.locator('[data-box]').count(), 2)
    await context.close()
  })

  it('takes the last answer back, to be corrected', async () => {
    const recording = await bench.fill(1)
    const { context, page } = await bench.work()
    await page.keyboard.press('n')
    await saved(page, () => page.keyboard.press('Space'))
    await page.getByRole('button', { name: 'Undo last answer' }).click()
    await page.locator('[data-box]').nth(1).waitFor()
    await page.getByText('0 done').waitFor()
    assert.equal((await bench.answersOf(recording)).length, 0)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Delete')
    await saved(page, () => page.keyboard.press('Space'))
    assert.equal((await bench.answersOf(recording))[0]?.objects.length, 1)
    await context.close()
  })

  it('names the conflict of a chosen key, keeps the choice on the device, and restores the defaults', async () => {
    await bench.fill(3)
    const { context, page } = await bench.work()
    await page.getByRole('button', { name: 'Choose keys' }).click()
    await page.getByRole('button', { name: 'Change : Skip' }).click()
    await page.keyboard.press('n')
    await page.getByText('N is the key of “Add a box').waitFor()
    await page.getByRole('button', { name: 'Take it from there' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.reload()
    await page.locator(framePicture).waitFor()
    await page.keyboard.press('n')
    await page.getByText('1 skipped').waitFor()
    await page.getByRole('button', { name: 'Choose keys' }).click()
    await page.getByRole('button', { name: 'Restore defaults' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.keyboard.press('s')
    await page.getByText('2 skipped').waitFor()
    await context.close()
  })

  it('says when nothing waits, and what brings new frames', async () => {
    await bench.fill(0)
    const { context, page } = await bench.openAs('data-labeler', '/labeling')
    await page.getByText('Nothing waits for you').waitFor()
    await page.getByText('New frames come with the next night').waitFor()
    assert.equal(await page.getByRole('tab', { name: 'Quality' }).count(), 0)
    await context.close()
  })

  it('shows a data scientist whose answers were put aside, and lets them count again with a reason', async () => {
    await bench.fill(1)
    const finding = {
      id: 'finding-1',
      site: bench.site,
      who: bench.person,
      label: 'hand',
      foundAt: bench.clock.now().toISOString(),
      since: bench.clock.now().toISOString(),
    }
    await bench.ports.labelerQuality.saveFinding({ ...finding, gold: 9, wrong: 4 }, undefined)
    const { context, page } = await bench.openAs('data-scientist', '/labeling?tab=quality')
    await page.getByRole('button', { name: 'Show the figures' }).click()
    await page.getByText('4 of 9 known answers were wrong since').waitFor()
    await page.getByRole('button', { name: 'Let them count again' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('All: the known answers were wrong').check()
    await dialog.getByLabel('Why').fill('The known answers were of another camera.')
    await dialog.getByRole('button', { name: 'Let them count again' }).click()
    await page.getByText('Counts again, all of it').waitFor()
    assert.equal((await bench.ports.labelerQuality.findFinding(bench.site, 'finding-1'))?.value.isRestored, true)
    await context.close()
  })

  const looks = [
    ['light', { width: 1280, height: 800 }],
    ['dark', { width: 390, height: 844 }],
  ] as const
  for (const [colorScheme, viewport] of looks) {
    it(`can be used by everybody, and keeps the security policy: ${colorScheme}, ${viewport.width} pixels`, async () => {
      await bench.fill(2)
      await bench.ports.labelerQuality.save(
        { site: bench.site, who: bench.person, label: 'hand', asked: 9, gold: 3, wrong: 1, results: [], base: { sum: 0 } },
        undefined,
      )
      const { context, page } = await bench.openAs('data-labeler', '/labeling', { colorScheme, viewport })
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      await page.getByRole('link', { name: 'Start labeling' }).waitFor()
      assert.deepEqual(await findViolations(page), [])
      await page.getByRole('tab', { name: 'My work' }).click()
      await page.getByText('How well you label').first().waitFor()
      assert.deepEqual(await findViolations(page), [])
      await page.goto(`${bench.origin}/labeling/work`)
      await page.locator(framePicture).waitFor()
      await page.keyboard.press('Tab')
      assert.deepEqual(await findViolations(page), [])
      await page.getByRole('button', { name: 'Choose keys' }).click()
      assert.deepEqual(await findViolations(page), [])
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})

/** Waits until the next pictures are there, so that the network can go. */
async function untilAhead(page: Page): Promise<void> {
  await page.waitForFunction(
    () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('frames/') && name.includes('.jpg')).length >= 3,
  )
}
