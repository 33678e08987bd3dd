/** Written in front of this script when the pages are built: every file of the pages, and a hash over them. */
declare const SHELL_FILES: readonly string[]
declare const SHELL_VERSION: string

const prefix = 'shell-'
const cacheName = `${prefix}${SHELL_VERSION}`
/** Every path of the app is answered with this one file. */
const page = '/'
/** In a hall with one bar of reception people should see the page before the network has made up its mind. */
const patienceMs = 3_000

/** @throws where a file cannot be had: half a shell would be worse than none, and the next visit tries again */
export async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheName)
  await Promise.all([page, ...SHELL_FILES].map((path) => keep(cache, path)))
}

async function keep(cache: Cache, path: string): Promise<void> {
  // Hashed names never change, so the browser's own copy will do; the others are asked for anew.
  const answer = await fetch(path, { cache: path.startsWith('/assets/') ? 'default' : 'no-cache' })
  // A platform that wants a sign-in first would otherwise have its sign-in page kept as ours.
  if (!answer.ok || answer.redirected) throw new Error(`${path}: HTTP ${answer.status}`)
  await cache.put(path, answer)
}

export async function removeOldShells(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)))
}

/** Whether it is one of the files that were kept. Those of another version are the network's. */
export function isShellFile(path: string): boolean {
  return SHELL_FILES.includes(path)
}

export async function openFile(request: Request): Promise<Response> {
  return (await caches.match(request.url, { cacheName, ignoreVary: true })) ?? fetch(request)
}

/** The network's page, or the kept one when there is no answer in time. An answer that is an error is an answer. */
export async function openPage({ request, preloadResponse }: FetchEvent): Promise<Response> {
  const answer = askNetwork(request, preloadResponse)
  const inTime = await Promise.race([answer.catch(() => undefined), pause(patienceMs)])
  return inTime ?? (await caches.match(page, { cacheName, ignoreVary: true })) ?? answer
}

async function askNetwork(request: Request, preloaded: Promise<Response | undefined>): Promise<Response> {
  return (await preloaded) ?? fetch(request)
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined))
}
