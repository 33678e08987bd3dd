import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const candidates = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * What Chromium does without. Of two such lists on a command line the last counts, so Playwright's own that matter here stand
 * beside ours: with each window the popups of the address bar load four hundred scripts, while our page does.
 */
const withoutFeatures = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable'],
  ...['LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch', 'Translate', 'CDPScreenshotNewSurface'],
]

/** Milliseconds that a test waits for something on a page: a machine may be ten times slower than the one it was written on. */
const patienceMs = 120_000

/**
 * The Chromium of this machine, without its own traffic to the outside. Its contexts do without the service worker, which would
 * fetch all files of all screens for every test anew; the tests that are about the worker say `serviceWorkers: 'allow'`.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = candidates.find((path) => path !== '' && existsSync(path)) ?? 'chromium'
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', ...quiet, `--disable-features=${withoutFeatures.join()}`],
  })
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext({ serviceWorkers: 'block', ...options })
    context.setDefaultTimeout(patienceMs)
    return context
  }
  return browser
}
