const address = '/service-worker.js'

/** What TypeScript does not know of yet: https://www.w3.org/TR/trusted-types/ */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

/**
 * Registers the worker that keeps the pages for when there is no network. Only when the page has all that it needs
 * itself: the first screen comes first.
 */
export function startWorker(): void {
  // Absent on a page that came neither encrypted nor from this machine.
  if (!('serviceWorker' in navigator)) return
  if (document.readyState === 'complete') register()
  else window.addEventListener('load', register, { once: true })
}

function register(): void {
  // Without it the pages work as well, just not offline: another attempt follows with the next visit.
  navigator.serviceWorker.register(trusted(), { updateViaCache: 'none' }).catch((error) => console.warn('No service worker:', error))
}

/** The one policy that the content security policy names lets this one address through, and no other. */
function trusted(): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
  const policy = trustedTypes?.createPolicy('sightloop', {
    createScriptURL: (url) => {
      if (url !== address) throw new TypeError(`No script comes from ${url}`)
      return url
    },
  })
  return policy?.createScriptURL(address) ?? address
}
