import type { Browser, BrowserContext, BrowserContextOptions, Page, Response } from 'playwright-core'
import { startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { TaskAnswer } from '../../shared/domain/labeling-task.ts'
import type { Role } from '../../shared/domain/person.ts'
import type { Ports } from '../../shared/ports.ts'
import { createTestApp } from '../harness/test-app.ts'
import { createVirtualClock, type VirtualClock } from '../harness/virtual-clock.ts'
import { launchBrowser } from './launch-browser.ts'
import { picturedPlant } from './pictured-plant.ts'
import { serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

/** Where labelers sit in tests: app, pages and browser, and a site of its own for each test. */
export interface LabelingBench {
  readonly ports: Ports
  readonly clock: VirtualClock
  /** The labeler's id. */
  readonly person: string
  readonly origin: string
  /** The site of this test, which has no frames before `fill`. */
  readonly site: string
  /** Another site, for the next test; everybody covers just that one. */
  nextSite(): Promise<void>
  /** @returns the recording whose frames wait to be labelled */
  fill(frames: number): Promise<string>
  openAs(role: Role, path: string, options?: BrowserContextOptions): Promise<{ context: BrowserContext; page: Page }>
  /** A labeler with the first frame on the screen. */
  work(options?: BrowserContextOptions): Promise<{ context: BrowserContext; page: Page }>
  /** What the labeler has answered about the frames of a recording. */
  answersOf(recording: string): Promise<readonly TaskAnswer[]>
  close(): Promise<void>
}

/** The picture that is labelled. */
export const framePicture = 'img[src*="frames/"]'

export async function openLabelingBench(): Promise<LabelingBench> {
  const azurite = await startAzurite()
  // Links to pictures are checked by the storage, whose clock is that of the machine.
  const clock = createVirtualClock(new Date().toISOString())
  const ports = await createTestApp(azurite.connectionString, { clock: clock.now })
  const served = await serveApp(ports)
  const browser: Browser = await launchBrowser()
  const { id: person } = laptopPeople.find(({ handle }) => handle === 'data-labeler')!
  let count = 0
  const site = () => `plant-${count}`
  const openAs: LabelingBench['openAs'] = async (role, path, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    await page.goto(`${served.origin}${path}`)
    return { context, page }
  }
  return {
    ...{ ports, clock, person, openAs, origin: served.origin },
    get site() {
      return site()
    },
    nextSite: async () => {
      count += 1
      for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site()] })
    },
    fill: (frames) => picturedPlant(ports, site(), frames),
    work: async (options) => {
      const opened = await openAs('data-labeler', '/labeling/work', options)
      await opened.page.locator(framePicture).waitFor()
      return opened
    },
    answersOf: async (recording) => {
      const tasks = await ports.labelTasks.ofRecording(site(), recording)
      return tasks.flatMap(({ value }) => value.answers.filter(({ who }) => who === person))
    },
    close: async () => {
      await browser.close()
      served.close()
      await azurite.close()
    },
  }
}

/** Does something, and waits until the answer that it saves has been answered. */
export async function saved(page: Page, act: () => Promise<unknown>): Promise<Response> {
  const [response] = await Promise.all([page.waitForResponse((one) => one.url().endsWith('/save')), act()])
  return response
}
