import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Alert } from './alert.ts'
import type { Incident } from './incident.ts'
import { Person, Role } from './person.ts'
import { Severity, severities } from './rule.ts'
import { uuidV5 } from './uuid-v5.ts'

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be base64url')

/** Where a browser can be reached and how to write so that only it can read (RFC 8030, RFC 8291). */
export const PushTarget = z.strictObject({
  endpoint: z.url().max(1000),
  /** The browser's public key on P-256, 65 bytes, and the secret of 16 bytes that belongs to it. */
  keys: z.strictObject({ p256dh: Base64Url.length(87), auth: Base64Url.length(22) }),
})
export type PushTarget = z.infer<typeof PushTarget>

/** One browser of a person that wants to be told. */
export const PushSubscription = PushTarget.extend({
  /** Made of the endpoint, which is as good as a secret and stands nowhere else. */
  id: z.string(),
  person: Person.shape.id,
  /** As the identity provider said when the browser was last here: nobody can ask it about somebody who is away. */
  roles: z.array(Role),
  leastSeverity: Severity,
})
export type PushSubscription = z.infer<typeof PushSubscription>

/** A person has a phone, a tablet and a desk, not a hundred browsers. */
export const maxPushSubscriptions = 10

/** The push services of the browsers. Whoever may name any address makes the app call it, so nobody may. */
export const pushServices = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.notify.windows.com',
  'web.push.apple.com',
] as const

/** `*.` stands for one or more names in front. No port, no user name, and never an address in numbers: none is listed. */
export function isOfPushService(endpoint: string, services: readonly string[] = pushServices): boolean {
  if (!URL.canParse(endpoint)) return false
  const { href, protocol, host, username, password } = new URL(endpoint)
  // Written in another way than it is read, an address may lead elsewhere for whoever reads it differently.
  if (href !== endpoint || protocol !== 'https:' || username !== '' || password !== '') return false
  return services.some((service) => (service.startsWith('*.') ? host.endsWith(service.slice(1)) : host === service))
}

export function pushSubscriptionId(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex').slice(0, 32)
}

/** Whether its person is to be told of incidents of the site: they cover it, and it is their work. */
export function reaches(subscription: PushSubscription, people: readonly Person[], site: string): boolean {
  if (subscription.roles.includes('admin')) return true
  const sites = people.find(({ id }) => id === subscription.person)?.sites ?? []
  return subscription.roles.includes('site-engineer') && (sites === 'all' || sites.includes(site))
}

/**
 * The outbox rows of a new incident for browsers, at most one each. A late incident wakes nobody, here as little as by SMS, and
 * neither does a camera that needs care.
 *
 * @param room How many rows the transaction of the incident has left
 */
export function planPushes(
  incident: Incident,
  { subscriptions, people, room }: { subscriptions: readonly PushSubscription[]; people: readonly Person[]; room: number },
  now: Date,
): Alert[] {
  if (incident.isLate || incident.kind === 'camera') return []
  const wanted = subscriptions.filter(
    (one) => severities.indexOf(incident.severity) <= severities.indexOf(one.leastSeverity) && reaches(one, people, incident.site),
  )
  return wanted.slice(0, room).map(({ id }) => toAlert(incident, id, now))
}

function toAlert({ id: incident, site, camera, rule, label, severity, startedAt }: Incident, subscription: string, now: Date): Alert {
  const at = now.toISOString()
  return {
    ...{ id: uuidV5(incident, subscription, 'push'), kind: 'incident', incident, site, camera, rule, label, severity, startedAt },
    ...{ count: 1, recipient: subscription, channel: 'push', createdAt: at, state: 'pending', attempts: 0, nextAttemptAt: at },
    ...{ isRepeat: false, isFallback: false, isEscalation: false, firstSentAt: undefined, leasedUntil: undefined },
    ...{ giveUpAt: undefined, providerId: undefined, reason: undefined },
  }
}

/** How long a push service keeps the message for a browser that is off, in seconds, and how much battery it may cost. */
const delivery = {
  critical: { ttlSeconds: 4 * 3600, urgency: 'high' },
  warning: { ttlSeconds: 3600, urgency: 'normal' },
  info: { ttlSeconds: 900, urgency: 'low' },
} as const

export type PushDelivery = (typeof delivery)[Severity] & { readonly topic: string }

/** Of messages with the same topic a browser that was off gets the newest alone. A topic has 32 characters at most (RFC 8030). */
export function pushDelivery({ incident, severity }: Alert): PushDelivery {
  return { ...delivery[severity], topic: uuidV5(incident, 'topic').replaceAll('-', '') }
}
