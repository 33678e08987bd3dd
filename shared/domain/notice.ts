import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Id, Instant } from './ids.ts'
import { NoticeAction } from './notice-action.ts'
import { Role } from './person.ts'
import { Severity } from './rule.ts'

/** The site of what belongs to no plant alone: queues, the hub, the app itself. No plant can be called so. */
export const everySite: Id = 'all-sites'

/** What is wrong, as a word that people's pages have a sentence for, e.g. `device-silent`. */
const NoticeKind = Id
/** What it is about, e.g. `device/edge-1`, `camera/gate-2`, `model/bottles/7`. */
const Subject = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[a-z]+(-[a-z]+)*\/[^\p{Cc}]+$/u, 'must be a word, a slash and a name')

/** One figure that shows it. `points` is its recent course, oldest first, for a small plot. */
export const Evidence = z.strictObject({
  /** What was measured, as a word, e.g. `minutes-silent`, `precision`. */
  measure: Id,
  value: z.number(),
  /** `1` for shares; otherwise a word or symbol such as `min`, `messages`. */
  unit: z.string().min(1).max(20),
  /** What it was held against. */
  threshold: z.number().optional(),
  /** How large the difference is, in the unit that `effect` names (e.g. Cohen's h). */
  effectSize: z.number().optional(),
  effect: z.string().max(60).optional(),
  sampleSize: z.int().nonnegative().optional(),
  points: z
    .array(z.strictObject({ at: Instant, value: z.number() }))
    .max(60)
    .optional(),
})
export type Evidence = z.infer<typeof Evidence>

/** What somebody reports. Whoever sees it again says so again: the same kind and subject is the same notice. */
export const NoticeReport = z.strictObject({
  site: Id,
  kind: NoticeKind,
  subject: Subject,
  severity: Severity,
  /** One English sentence for e-mails and for pages that do not know the kind. */
  summary: z.string().min(1).max(500),
  evidence: z.array(Evidence).min(1).max(12),
  /** Whose work it is; they are told by e-mail. */
  roles: z.array(Role).min(1),
  /** Path of the page that shows the subject, below the app's own address. */
  link: z
    .string()
    .max(300)
    .regex(/^\/(?!\/)[\w\-./?=&%~]*$/, 'must be a path of the app'),
})
export type NoticeReport = z.infer<typeof NoticeReport>

export const noticeStates = ['open', 'acknowledged', 'cleared'] as const

/**
 * Something that a person of a role should know, until it is over. There is one for each kind and subject of a site:
 * when it comes back, it is opened again and counts its openings.
 */
export const Notice = z.strictObject({
  ...NoticeReport.shape,
  id: Id,
  state: z.enum(noticeStates),
  openedAt: Instant,
  /** Of the newest evidence. */
  updatedAt: Instant,
  clearedAt: Instant.optional(),
  acknowledgedAt: Instant.optional(),
  acknowledgedBy: z.string().max(64).optional(),
  openings: z.int().positive(),
  /** Earlier openings, newest first, the last twenty. */
  past: z.array(z.strictObject({ openedAt: Instant, clearedAt: Instant })).max(20),
  /** What was done by itself since it was opened. */
  actions: z.array(NoticeAction).max(20),
})
export type Notice = z.infer<typeof Notice>

export const isUnresolved = ({ state }: Pick<Notice, 'state'>): boolean => state !== 'cleared'

export function noticeId({ site, kind, subject }: Pick<Notice, 'site' | 'kind' | 'subject'>): Id {
  return `no-${createHash('sha256').update(['notice', site, kind, subject].join('\n')).digest('hex').slice(0, 32)}`
}

/** The notice after a report: a new one, one that is open with newer evidence, or one that comes back. */
export function raised(known: Notice | undefined, report: NoticeReport, now: Instant): Notice {
  if (known !== undefined && isUnresolved(known)) return { ...known, ...report, updatedAt: now }
  const past = known?.clearedAt === undefined ? [] : [{ openedAt: known.openedAt, clearedAt: known.clearedAt }, ...known.past].slice(0, 20)
  return {
    ...report,
    ...{ id: noticeId(report), state: 'open', openedAt: now, updatedAt: now },
    ...{ openings: (known?.openings ?? 0) + 1, past, actions: [] },
  }
}

/** Itself where it is over already. */
export function cleared(notice: Notice, now: Instant): Notice {
  return isUnresolved(notice) ? { ...notice, state: 'cleared', clearedAt: now } : notice
}

/** Itself where somebody has it already, or it is over. */
export function acknowledged(notice: Notice, by: string, now: Instant): Notice {
  return notice.state === 'open' ? { ...notice, state: 'acknowledged', acknowledgedAt: now, acknowledgedBy: by } : notice
}
