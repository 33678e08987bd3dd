import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { cardOf, minute, type Queue, startQueue } from './queue.ts'

describe('incidents that are decided together', () => {
  let queue: Queue

  before(async () => {
    queue = await startQueue()
  })
  after(() => queue.close())

  it('is worked through by the keyboard: several are judged at once, and taken back at once', async (t) => {
    const { site, write } = await queue.plant()
    for (const index of [1, 2, 3, 4]) await write(`k${index}`, { startedAt: minute(index) })
    const page = await queue.open(t)
    await cardOf(page, 'k4').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Shift+X')
    await page.getByText('3 selected').waitFor()
    await page.keyboard.press('f')
    await page.getByText('3 incidents marked as false alarm').waitFor()
    const verdicts = async () =>
      Promise.all([4, 3, 2, 1].map(async (index) => (await queue.ports.incidents.find(`${site}-k${index}`))?.value.verdict))
    assert.deepEqual(await verdicts(), ['rejected', 'rejected', 'rejected', undefined])
    await cardOf(page, 'k4').getByText('False alarm').waitFor()
    await page.getByRole('tab', { name: 'All 1 not judged' }).waitFor()
    await page.keyboard.press('u')
    await page.getByText('Taken back: 3 incidents').waitFor()
    assert.deepEqual(await verdicts(), [undefined, undefined, undefined, undefined])
    await page.keyboard.press('Control+a')
    await page.getByText('4 selected').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('4 selected').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Select all that are loaded').waitFor()
  })

  it('says which of several could not be decided, and leaves those selected', async (t) => {
    const { site, write } = await queue.plant()
    await write('mine', { startedAt: minute(1) })
    await write('theirs', { startedAt: minute(2) })
    const page = await queue.open(t)
    await cardOf(page, 'theirs').waitFor()
    // Somebody else is faster, and the page has not heard of it yet.
    const told = await (await page.request.get(`${queue.origin}/api/incidents?site=${site}&state=unresolved`)).json()
    const found = await queue.ports.incidents.find(`${site}-theirs`)
    const entry = { kind: 'verdict', seq: 1, at: minute(5), who: 'other', name: 'Somebody else', verdict: 'confirmed' } as const
    await page.route('**/api/incidents?*', (route) => route.fulfill({ json: told }))
    await queue.ports.incidents.write({
      incident: { ...found!.value, verdict: 'confirmed' },
      version: found!.version,
      entries: [{ ...entry, boxes: [] }],
    })
    await cardOf(page, 'mine').click({ modifiers: ['Control'] })
    await cardOf(page, 'theirs').click({ modifiers: ['Shift'] })
    await page.getByRole('region', { name: 'Selected incidents' }).getByRole('button', { name: 'False alarm' }).click()
    await page.getByText(/1 of 2 marked as false alarm\. .*Somebody else judged it confirmed/).waitFor()
    assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 1)
    assert.equal(await cardOf(page, 'theirs').getByRole('checkbox').isChecked(), true)
    assert.equal((await queue.ports.incidents.find(`${site}-mine`))?.value.verdict, 'rejected')
  })

  it('is picked from on a phone by a long touch, and then by each touch', async (t) => {
    const { write } = await queue.plant()
    for (const index of [1, 2]) await write(`p${index}`, { startedAt: minute(index) })
    const page = await queue.open(t, '/incidents', 'site-engineer', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    })
    const { x, y } = (await cardOf(page, 'p2').locator('a').boundingBox())!
    const touches = await page.context().newCDPSession(page)
    await touches.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 40, y: y + 40 }] })
    await page.getByText('1 selected').waitFor()
    await touches.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await cardOf(page, 'p1').locator('a').tap()
    await page.getByText('2 selected').waitFor()
    assert.equal(new URL(page.url()).pathname, '/incidents')
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390)
  })
})
