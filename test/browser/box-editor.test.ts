import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { framePicture, type LabelingBench, openLabelingBench, saved } from './labeling-bench.ts'

describe('the box editor', () => {
  let bench: LabelingBench
  before(async () => {
    bench = await openLabelingBench()
  })
  after(() => bench.close())
  beforeEach(() => bench.nextSite())

  it('saves a box where it was drawn, within half a pixel, zoomed in as well', async () => {
    const recording = await bench.fill(1)
    const { context, page } = await bench.work()
    const picture = page.locator(framePicture)
    await picture.waitFor()
    const drawn: { left: number; top: number; right: number; bottom: number }[] = []
    const draw = async (from: [number, number], to: [number, number]) => {
      const { x, y, width, height } = (await picture.boundingBox())!
      const screen = ([left, top]: [number, number]) => [x + left * width, y + top * height] as const
      await page.getByRole('button', { name: 'Draw a box' }).click()
      await page.mouse.move(...screen(from))
      await page.mouse.down()
      await page.mouse.move(...screen([0.5, 0.5]))
      await page.mouse.move(...screen(to))
      await page.mouse.up()
      drawn.push({ left: from[0], top: from[1], right: to[0], bottom: to[1] })
    }
    await draw([0.61, 0.33], [0.83, 0.71])
    const { x, y, width, height } = (await picture.boundingBox())!
    await page.mouse.move(x + width * 0.4, y + height * 0.45)
    for (let turn = 0; turn < 3; turn += 1) await page.mouse.wheel(0, -300)
    await page.waitForFunction((before) => document.querySelector('img[src*="frames/"]')!.clientWidth > before * 3, width)
    await draw([0.4531, 0.4012], [0.4789, 0.4444])
    await saved(page, () => page.keyboard.press('Control+Enter'))
    const [answer] = await bench.answersOf(recording)
    const boxes = answer!.objects.slice(1).map(({ box }) => box)
    assert.equal(boxes.length, 2)
    for (const [index, { left, top, right, bottom }] of drawn.entries()) {
      const box = boxes[index]!
      const off = [
        (box.left - left) * 640,
        (box.left + box.width - right) * 640,
        (box.top - top) * 360,
        (box.top + box.height - bottom) * 360,
      ]
      for (const pixels of off) assert.ok(Math.abs(pixels) <= 0.5, `${pixels} pixels`)
    }
    await context.close()
  })

  it('undoes and redoes what was done to boxes', async () => {
    await bench.fill(1)
    const { context, page } = await bench.work()
    const boxes = page.locator('[data-box]')
    await page.keyboard.press('n')
    await boxes.nth(1).waitFor()
    await page.keyboard.press('Control+z')
    await boxes.nth(1).waitFor({ state: 'detached' })
    await page.keyboard.press('Control+Shift+Z')
    await boxes.nth(1).waitFor()
    await context.close()
  })

  it('moves the enlarged picture by arrows, and shows the box that one goes to by keys', async () => {
    await bench.fill(1)
    const { context, page } = await bench.work()
    const { x, width } = (await page.getByRole('application').boundingBox())!
    const box = page.locator('[data-box]')
    const middle = async () => {
      const place = (await box.boundingBox())!
      return place.x + place.width / 2
    }
    await page.keyboard.press('Tab')
    for (let turn = 0; turn < 6; turn += 1) await page.keyboard.press('+')
    await page.keyboard.press('Escape')
    for (let turn = 0; turn < 8; turn += 1) await page.keyboard.press('ArrowRight')
    const before = await middle()
    assert.ok(before < x, `${before} is left of the stage`)
    await page.keyboard.press(']')
    await page.waitForFunction((left) => {
      const place = document.querySelector('[data-box]')!.getBoundingClientRect()
      return place.x + place.width / 2 > left
    }, x)
    assert.ok((await middle()) < x + width)
    await context.close()
  })

  it('moves and zooms by two fingers, and draws by one after "Draw"', async () => {
    const recording = await bench.fill(1)
    const { context, page } = await bench.openAs('data-labeler', '/labeling/work', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    })
    const picture = page.locator(framePicture)
    await picture.waitFor()
    const before = (await picture.boundingBox())!
    const touch = await context.newCDPSession(page)
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: [number, number][]) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
    const [x, y] = [before.x + before.width / 2, before.y + before.height / 2]
    await send('touchStart', [
      [x - 30, y],
      [x + 30, y],
    ])
    await send('touchMove', [
      [x - 60, y],
      [x + 60, y],
    ])
    await send('touchEnd', [])
    await page.waitForFunction((width) => document.querySelector('img[src*="frames/"]')!.clientWidth > width * 1.8, before.width)
    await page.getByRole('button', { name: 'Draw a box' }).click()
    await send('touchStart', [[x - 40, y - 20]])
    await send('touchMove', [[x, y]])
    await send('touchMove', [[x + 40, y + 30]])
    await send('touchEnd', [])
    await page.locator('[data-box]').nth(1).waitFor()
    const { x: left, y: top, width, height } = (await picture.boundingBox())!
    await saved(page, () => page.getByRole('button', { name: 'Save 2 boxes' }).click())
    const { box } = (await bench.answersOf(recording))[0]!.objects[1]!
    assert.ok(Math.abs(box.left - (x - 40 - left) / width) * 640 <= 0.5 && Math.abs(box.top - (y - 20 - top) / height) * 360 <= 0.5)
    await context.close()
  })
})
