/** The browser and its push service know it by another address from now on. https://www.w3.org/TR/push-api/#the-pushsubscriptionchange-event */
export interface PushSubscriptionChange extends ExtendableEvent {
  readonly oldSubscription: PushSubscription | null
  readonly newSubscription: PushSubscription | null
}

declare const self: ServiceWorkerGlobalScope

const address = '/api/push'

/**
 * Has the alerts of the old address sent to the new one. Nobody may be there to see it fail: whoever is signed out by then
 * is asked by the page the next time, as one for whom alerts are off.
 */
export async function renewPush({ oldSubscription, newSubscription }: PushSubscriptionChange): Promise<void> {
  // Without the old address nobody can say from which severity on they were wanted.
  if (oldSubscription === null) return
  const browser = await browserId(oldSubscription)
  const known = await fetch(`${address}?browser=${browser}`)
  if (!known.ok) return
  const { publicKey, leastSeverity } = (await known.json()) as { publicKey?: string; leastSeverity?: string }
  if (publicKey === undefined || leastSeverity === undefined) return
  const renewed =
    newSubscription ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }))
  const { endpoint = '', keys: { p256dh = '', auth = '' } = {} } = renewed.toJSON()
  const body = JSON.stringify({ endpoint, keys: { p256dh, auth }, leastSeverity })
  const taken = await fetch(`${address}/subscriptions`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
  if (taken.ok) await fetch(`${address}/subscriptions?browser=${browser}`, { method: 'DELETE' })
}

/** As ui/app/push-subscription.ts makes it. */
async function browserId({ endpoint }: PushSubscription): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint))
  return [...new Uint8Array(digest, 0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
