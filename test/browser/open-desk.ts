import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Role } from '../../shared/domain/person.ts'
import { signInAs } from './sign-in-as.ts'

interface Desk {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser wrote down as an error. */
  readonly complaints: readonly string[]
}

/** Somebody at a desk with a page of the running factory open. */
export async function openDesk(browser: Browser, origin: string, role: Role, path: string): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  await signInAs(context, origin, role)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${origin}${path}`)
  return { context, page, complaints }
}
