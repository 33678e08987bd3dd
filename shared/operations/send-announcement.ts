import { z } from 'zod'
import type { AlertContent } from '../domain/alert-content.ts'
import { EmailUse, takeEmail } from '../domain/email-quota.ts'
import { type Id, Instant } from '../domain/ids.ts'
import { joinKey } from '../domain/keys.ts'
import type { Recipient, Roster, Topic } from '../domain/roster.ts'
import { uuidV5 } from '../domain/uuid-v5.ts'
import type { Ports } from '../ports.ts'
import { changeAlertLimit } from './change-alert-limit.ts'

export type AnnouncementPorts = Pick<Ports, 'rosters' | 'alertSenders' | 'alertLimits' | 'alertSettings' | 'clock'>

/** What became of one e-mail. `done` also when the provider refused it for good; then `reason` says why. */
const Telling = z.object({
  firstSentAt: Instant,
  lastSentAt: Instant,
  isDone: z.boolean(),
  isRepeat: z.boolean(),
  reason: z.string().optional(),
})
type Telling = z.infer<typeof Telling>

/** Somebody else may be sending it: nobody tries again before. */
const patienceMs = 50_000

export interface Announcement {
  readonly site: Id
  /** What it is about: the same kind and id is the same announcement. */
  readonly kind: string
  readonly id: string
  /** Whoever has one of them is told. */
  readonly topics: readonly Topic[]
  /** Addresses that need not be told any more; whoever is meant is entered here. */
  readonly told?: Set<string>
  readonly write: (roster: Roster, publicUrl: string, isRepeat: boolean) => AlertContent
}

/**
 * Tells the recipients with one of the topics by e-mail. Called again until all have been told: what was taken by the
 * provider is not sent again, under the same id twice is once for it, and the limits of the e-mail resource hold as for
 * alerts.
 */
export async function sendAnnouncement(ports: AnnouncementPorts, announcement: Announcement): Promise<void> {
  const roster = await ports.rosters.find(announcement.site)
  if (roster === undefined) return
  for (const recipient of roster.recipients) {
    const isMeant = recipient.enabled && recipient.topics?.some((topic) => announcement.topics.includes(topic)) === true
    if (!isMeant || recipient.email === undefined || announcement.told?.has(recipient.email)) continue
    announcement.told?.add(recipient.email)
    await tell(ports, announcement, roster, recipient, recipient.email)
  }
}

async function tell(ports: AnnouncementPorts, announcement: Announcement, roster: Roster, recipient: Recipient, to: string): Promise<void> {
  const id = uuidV5(announcement.kind, announcement.id, recipient.id)
  const key = joinKey(announcement.kind, announcement.id, recipient.id)
  const place = { site: announcement.site, key, schema: Telling }
  const claimed = await changeAlertLimit(ports.alertLimits, place, async (known) => {
    const now = ports.clock()
    const isTaken = known !== undefined && (known.isDone || Date.parse(known.lastSentAt) + patienceMs > now.getTime())
    if (isTaken || !(await hasRoom(ports, id))) return { state: undefined, answer: undefined }
    const at = now.toISOString()
    const state: Telling = { firstSentAt: at, isDone: false, isRepeat: false, ...known, lastSentAt: at }
    return { state, answer: state }
  })
  if (claimed === undefined) return
  const { firstSentAt, isRepeat } = claimed
  const content = announcement.write(roster, ports.alertSettings.publicUrl, isRepeat)
  const requestId = isRepeat ? uuidV5(id, 'repeat') : id
  const result = await ports.alertSenders.email({ requestId, firstSentAt, to, ...content })
  if (result.outcome === 'unavailable') return
  await changeAlertLimit(ports.alertLimits, place, async (known = claimed) => {
    if (result.outcome === 'accepted') return { state: { ...known, isDone: true }, answer: undefined }
    // The provider no longer knows whether it had it. Twice beats never, and the second says so.
    if (result.outcome === 'expired' && !known.isRepeat) {
      const at = ports.clock().toISOString()
      return { state: { ...known, isRepeat: true, firstSentAt: at }, answer: undefined }
    }
    return { state: { ...known, isDone: true, reason: result.reason.replaceAll(to, '(the recipient)') }, answer: undefined }
  })
}

/** The quota belongs to the e-mail resource, which all sites and alerts share; a critical alert goes first. */
function hasRoom({ alertLimits, alertSettings, clock }: AnnouncementPorts, id: string): Promise<boolean> {
  return changeAlertLimit(alertLimits, { site: 'all-sites', key: 'email-quota', schema: EmailUse }, async (use = []) => {
    const taken = takeEmail(use, id, clock(), alertSettings.emailQuota, false)
    return { state: taken.isTaken ? taken.use : undefined, answer: taken.isTaken }
  })
}
