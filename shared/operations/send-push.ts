import type { Alert } from '../domain/alert.ts'
import { pushContent } from '../domain/alert-content.ts'
import { type PushSubscription, pushDelivery, reaches } from '../domain/push.ts'
import type { Roster } from '../domain/roster.ts'
import type { Ports, SendResult } from '../ports.ts'

type PushPorts = Pick<Ports, 'webPush' | 'pushSubscriptions' | 'people' | 'alertSettings'>

/** The browser that the alert is for, if its person still wants it and still covers the site. */
export async function findBrowser({ pushSubscriptions, people }: PushPorts, alert: Alert): Promise<PushSubscription | undefined> {
  const [subscriptions, everybody] = await Promise.all([pushSubscriptions.list(), people.list()])
  const found = subscriptions.find(({ id }) => id === alert.recipient)
  return found !== undefined && reaches(found, everybody, alert.site) ? found : undefined
}

/** Sends it; a browser that its push service no longer knows is forgotten. */
export async function sendPush(
  ports: PushPorts,
  alert: Alert,
  { roster, browser }: { readonly roster: Roster; readonly browser: PushSubscription },
): Promise<SendResult | { readonly outcome: 'gone'; readonly reason: string }> {
  if (ports.webPush === undefined) return { outcome: 'gone', reason: 'switched off' }
  const payload = JSON.stringify(pushContent(alert, roster, ports.alertSettings.publicUrl))
  const { endpoint, keys } = browser
  const result = await ports.webPush.send({ endpoint, keys }, payload, pushDelivery(alert))
  if (result.outcome === 'gone') await ports.pushSubscriptions.remove(browser)
  return result
}
