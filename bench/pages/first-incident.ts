import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { uiFolder } from '../../functions/ui/ui-files.ts'

export interface Visit {
  /** From the navigation to the frame in which the first incident is painted. */
  readonly ms: number
  /** Scripts that were loaded until then, compressed as gzip. */
  readonly scriptBytes: number
}

declare global {
  interface Window {
    firstIncidentAt?: number
  }
}

/** Opens the incidents in a new tab with a slower processor. */
export async function visitIncidents(context: BrowserContext, origin: string, slowdown: number): Promise<Visit> {
  const page = await context.newPage()
  const debug = await context.newCDPSession(page)
  await debug.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  const scripts = new Set<string>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.endsWith('.js')) scripts.add(basename(pathname))
  })
  await page.addInitScript(() => {
    // A frame after the card is in the document, and one more: then it was painted.
    const watcher = new MutationObserver(() => {
      if (document.querySelector('[data-incident]') === null) return
      watcher.disconnect()
      requestAnimationFrame(() => requestAnimationFrame(() => (window.firstIncidentAt = performance.now())))
    })
    watcher.observe(document, { childList: true, subtree: true })
  })
  await page.goto(`${origin}/incidents`, { waitUntil: 'commit' })
  const found = await page.waitForFunction(() => window.firstIncidentAt)
  const ms = Number(await found.jsonValue())
  const scriptBytes = [...scripts].reduce((sum, name) => sum + statSync(join(uiFolder, 'assets', `${name}.gz`)).size, 0)
  await page.close()
  return { ms, scriptBytes }
}
