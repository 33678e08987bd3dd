import assert from 'node:assert/strict'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Role } from '../../shared/domain/person.ts'
import type { ServedApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

export interface Looking extends BrowserContextOptions {
  readonly as: Role
  /** Of the window, in pixels. */
  readonly width: number
}

export interface OpenerOptions extends Looking {
  /** Known once the tests have begun. */
  opening(): { readonly browser: Browser; readonly served: ServedApp }
  /** What the browser writes down of an answer that the page is ready for. */
  readonly expected?: RegExp
}

/** Lets a test look at a screen, as it is usually looked at unless it says otherwise. */
export type WithPage = (path: string, look: (page: Page) => Promise<void>, looking?: Partial<Looking>) => Promise<void>

/** A way to open screens as somebody that fails on whatever the browser complains about, also on a page wider than its window. */
export function createPageOpener({ opening, expected, ...usual }: OpenerOptions): WithPage {
  return async (path, look, looking = {}) => {
    const { browser, served } = opening()
    const { as, width, ...context } = { ...usual, ...looking }
    await using opened = await browser.newContext({ viewport: { width, height: 844 }, locale: 'en-GB', ...context })
    await signInAs(opened, served.origin, as)
    const page = await opened.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' && expected?.test(message.text()) !== true) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(`${served.origin}${path}`)
    await look(page)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than ${width}`)
    assert.deepEqual(complaints, [])
  }
}
