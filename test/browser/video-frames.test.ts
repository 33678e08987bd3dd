import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { allowPages } from '../../local/azurite/allow-pages.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { createTestApp } from '../harness/test-app.ts'
import { repack } from '../shared/video/support/make-test-video.ts'
import { storeFilmedIncident } from './filmed-incident.ts'
import { launchBrowser } from './launch-browser.ts'
import { makeNumberedFilm } from './numbered-film.ts'
import { blockOf, digits, numberOf } from './numbered-picture.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

const frames = 250
/** As a camera sends them that leaves frames out in the dark, and has a hiccup now and then. */
const unevenMs = [40, 40, 33, 120, 20, 40, 67, 40, 45, 200]

describe('the player', () => {
  let azurite: RunningAzurite
  let served: ServedApp
  let browser: Browser
  let folder: string

  before(async () => {
    azurite = await startAzurite()
    const ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant-1'] })
    served = await serveApp(ports)
    await allowPages(azurite.connectionString, [served.origin])
    folder = mkdtempSync(join(tmpdir(), 'film-'))
    makeNumberedFilm(join(folder, 'even.mp4'), { frames })
    const evenMs = Array.from({ length: frames }, (_, number) => number * 40)
    await storeFilmedIncident(ports, azurite.connectionString, { id: 'even', file: join(folder, 'even.mp4'), timesMs: evenMs })
    makeNumberedFilm(join(folder, 'plain.mp4'), { frames, bFrames: 0 })
    const timesMs = [0]
    for (let number = 0; number < frames; number++) timesMs.push(timesMs[number]! + unevenMs[number % unevenMs.length]!)
    await repack(join(folder, 'plain.mp4'), join(folder, 'uneven.mp4'), { secondsOf: (number) => timesMs[number]! / 1000 })
    const uneven = { id: 'uneven', file: join(folder, 'uneven.mp4'), timesMs: timesMs.slice(0, frames), camera: 'camera-2' }
    await storeFilmedIncident(ports, azurite.connectionString, uneven)
    browser = await launchBrowser()
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await browser.close()
    served.close()
    await azurite.close()
  })

  it('shows with each frame the boxes that the model saw on it, wherever one jumps', async () => {
    await using opened = await open('even')
    const looks = await opened.visit(Array.from({ length: 25 }, (_, index) => ((index * 97) % 240) / 25 + 0.013))
    assertAgree(looks, 25)
  })

  it('does so for a camera whose frames come unevenly', async () => {
    await using opened = await open('uneven')
    const looks = await opened.visit(Array.from({ length: 25 }, (_, index) => ((index * 97) % 157) / 10 + 0.013))
    assertAgree(looks, 20)
  })

  for (const id of ['even', 'uneven'])
    it(`goes frame by frame, forth and back, without leaving one out: ${id}`, async () => {
      await using opened = await open(id)
      const [start] = await opened.visit([2.01])
      const seen: Look[] = []
      for (const key of [...Array(12).fill('ArrowRight'), ...Array(12).fill('ArrowLeft')]) seen.push(await opened.press(key))
      const wanted = [...Array.from({ length: 12 }, (_, step) => step + 1), ...Array.from({ length: 12 }, (_, step) => 11 - step)]
      assert.deepEqual(
        seen.map(({ picture }) => picture),
        wanted.map((step) => start!.picture + step),
      )
      assertAgree(seen, 12)
    })

  it('is never further behind with the boxes than the frame before while it plays', async () => {
    await using opened = await open('even')
    // Slowly: what is asked is whether they belong together, not how fast this machine paints.
    await opened.page.getByLabel('Speed').selectOption('0.25 ×')
    const [first, ...looks] = await opened.watch(12)
    let before = first!.picture
    for (const { picture, box } of looks) {
      assert.ok(box === picture || box === before, JSON.stringify(looks))
      before = picture
    }
    assert.ok(before > first!.picture + 5, JSON.stringify(looks))
  })

  it('shows the boxes earlier or later where a camera needs it, and remembers it', async () => {
    await using opened = await open('even')
    await opened.page.getByRole('button', { name: 'Boxes earlier or later' }).click()
    await opened.page.getByRole('button', { name: 'Boxes later' }).click({ clickCount: 4 })
    await opened.page.getByText('+80 ms').waitFor()
    const [moved] = await opened.visit([3.01])
    assert.equal(moved!.picture - moved!.box, 2)
    await opened.page.reload()
    await opened.ready()
    const [kept] = await opened.visit([5.01])
    assert.equal(kept!.picture - kept!.box, 2)
  })

  interface Look {
    /** The number that the pixels show. */
    readonly picture: number
    /** The number that the drawn box stands for. */
    readonly box: number
  }

  /** Picture and box agree to the frame, at as many different frames. */
  function assertAgree(looks: readonly Look[], least: number): void {
    assert.ok(new Set(looks.map(({ picture }) => picture)).size >= least, JSON.stringify(looks))
    assert.deepEqual(
      looks.filter(({ picture, box }) => picture !== box),
      [],
    )
  }

  async function open(id: string) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
    await signInAs(context, served.origin, 'safety-auditor')
    const page = await context.newPage()
    const ready = () => page.locator('[data-media-ms]').waitFor()
    await page.goto(`${served.origin}/incidents/${id}`)
    await ready()
    const blocks = Array.from({ length: digits }, (_, digit) => blockOf(digit, 320))
    const visit = async (seconds: number[], isPlayed = false) => toLooks(await page.evaluate(visitTimes, { blocks, seconds, isPlayed }))
    return {
      page,
      ready,
      visit,
      watch: (count: number) => visit(Array(count).fill(0.51), true),
      press: async (key: string) => {
        await page.evaluate(awaitStep)
        await page.keyboard.press(key)
        await page.evaluate(() => (window as unknown as { step: Promise<void> }).step)
        return (await visit([]))[0]!
      },
      [Symbol.asyncDispose]: () => context.close(),
    }
  }

  function toLooks(seen: { picture: number; box: { left: number; top: number } }[]): Look[] {
    return seen.map(({ picture, box }) => ({ picture, box: numberOf(box) }))
  }
})

interface Visit {
  readonly blocks: readonly { readonly left: number; readonly top: number; readonly size: number }[]
  readonly seconds: readonly number[]
  /** Plays from the first time on, and looks as many times as there are. */
  readonly isPlayed: boolean
}

/** Runs in the page: from now on `window.step` is the next step's end. */
function awaitStep(): void {
  const player = document.querySelector('section[aria-label=Video]')!
  const step = new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      if (player.getAttribute('aria-busy') !== 'false') return
      observer.disconnect()
      resolve()
    })
    observer.observe(player, { attributeFilter: ['aria-busy'] })
  })
  Object.assign(window, { step })
}

/** Runs in the page: jumps to each time (looks where it is without any), and reads picture and box from what is on the screen. */
async function visitTimes({ blocks, seconds, isPlayed }: Visit) {
  const video = document.querySelector('video')!
  const context = Object.assign(document.createElement('canvas'), { width: 320, height: 180 }).getContext('2d', {
    willReadFrequently: true,
  })!
  const nextFrame = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve))
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const look = () => {
    context.drawImage(video, 0, 0, 320, 180)
    const bits = blocks.map(({ left, top, size }) => context.getImageData(left + size / 2, top + size / 2, 1, 1).data[0]! > 128)
    const frame = video.getBoundingClientRect()
    const box = document.querySelector('[data-media-ms] [aria-hidden] > div')!.getBoundingClientRect()
    return {
      picture: bits.reduce((number, bit, digit) => number + (bit ? 2 ** digit : 0), 0),
      box: { left: (box.left - frame.left) / frame.width, top: (box.top - frame.top) / frame.height },
    }
  }
  const jump = async (time: number) => {
    const arrived = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }))
    const shown = nextFrame()
    video.currentTime = time
    await Promise.all([arrived, shown])
    await nextPaint()
    await nextPaint()
    return look()
  }
  if (seconds.length === 0) return [look()]
  const looks = []
  if (!isPlayed) for (const time of seconds) looks.push(await jump(time))
  else {
    await jump(seconds[0]!)
    await video.play()
    for (const _ of seconds) {
      await nextFrame()
      await nextPaint()
      looks.push(look())
    }
    video.pause()
  }
  return looks
}
