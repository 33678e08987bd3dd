import { call, type Input } from '../api/call.ts'

export type Severity = Input<'subscribePush'>['body']['leastSeverity']

/** Why the browser will not be told. */
export type Refusal = 'blocked' | 'failed'

/** What registers this browser with its push service; undefined where it cannot. */
export async function findPushManager(): Promise<PushManager | undefined> {
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return undefined
  return (await navigator.serviceWorker.getRegistration())?.pushManager
}

/** What the API knows this browser by: half of the SHA-256 of the address that only it and its push service know. */
export async function browserId(subscription: PushSubscription): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint))
  return [...new Uint8Array(digest, 0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Asks the person for leave, the push service for an address, and the app to send there from a severity on. */
export async function startPush(push: PushManager, publicKey: string, leastSeverity: Severity): Promise<Refusal | undefined> {
  if ((await Notification.requestPermission()) !== 'granted') return 'blocked'
  try {
    const subscription = await subscribe(push, publicKey)
    const { endpoint = '', keys = {} } = subscription.toJSON()
    const { p256dh = '', auth = '' } = keys
    await call('subscribePush', { body: { endpoint, keys: { p256dh, auth }, leastSeverity } })
    return undefined
  } catch {
    return 'failed'
  }
}

async function subscribe(push: PushManager, publicKey: string): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey: publicKey }
  const old = await push.getSubscription()
  if (old === null) return push.subscribe(options)
  // One that was made for another key is of no use, and in the way of a new one.
  if (toBase64Url(old.options.applicationServerKey) === publicKey) return old
  await old.unsubscribe()
  return push.subscribe(options)
}

function toBase64Url(bytes: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer()))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Nothing reaches this browser any more: even where the app could not be told, its push service then says so. */
export async function stopPush(push: PushManager | undefined): Promise<void> {
  const subscription = await push?.getSubscription()
  if (!subscription) return
  const browser = await browserId(subscription)
  await subscription.unsubscribe()
  await call('unsubscribePush', { query: { browser } }).catch(() => {})
}
