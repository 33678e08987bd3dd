import { z } from 'zod'
import { alertChannels } from './alert.ts'
import { Id } from './ids.ts'
import { Severity } from './rule.ts'

/** Free text that people read. Kept as it was written; whoever shows it makes it safe (`plain-name.ts`). */
const Name = z.string().trim().min(1).max(100)

const TimeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm')

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const Weekday = z.enum(weekdays)
export type Weekday = z.infer<typeof Weekday>

/** Hours of the week by the clock on the site's wall. An end at or before the start means the next day. */
export const WeeklyHours = z.strictObject({
  days: z.array(Weekday).min(1).max(7),
  from: TimeOfDay,
  to: TimeOfDay,
})
export type WeeklyHours = z.infer<typeof WeeklyHours>

export const Site = z.strictObject({ id: Id, name: Name, timeZone: TimeZone })
export type Site = z.infer<typeof Site>

/** Who is on call when. */
export const Schedule = z.strictObject({
  id: Id,
  site: Id,
  name: Name,
  shifts: z
    .array(WeeklyHours.extend({ onCall: z.array(Id).min(1).max(20) }))
    .min(1)
    .max(50),
})
export type Schedule = z.infer<typeof Schedule>

/** Which incidents reach a person over which channels. */
export const AlertRoute = z.strictObject({
  severities: z.array(Severity).min(1),
  channels: z.array(z.enum(alertChannels)).min(1).max(alertChannels.length),
  /** `on-call`: only in the shifts of a schedule that name the person. */
  when: z.enum(['always', 'on-call']).default('always'),
  /** Only these cameras; without the list, all of the site. */
  cameras: z.array(Id).min(1).max(64).optional(),
  /** The alert goes out this much later, and only if nobody has acknowledged the incident until then. */
  escalateAfterMinutes: z.int().min(1).max(120).optional(),
})
export type AlertRoute = z.infer<typeof AlertRoute>

export const Recipient = z
  .strictObject({
    id: Id,
    site: Id,
    name: Name,
    /** E.164: + and up to 15 digits. */
    phone: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, 'must be + and 7 to 15 digits')
      .optional(),
    email: z.email().max(254).optional(),
    routes: z.array(AlertRoute).min(1).max(10),
    /** Nothing but critical alerts reaches the person in these hours. */
    quietHours: z.array(WeeklyHours).max(14).default([]),
    enabled: z.boolean().default(true),
  })
  .refine(({ phone, routes }) => phone !== undefined || !routes.some((route) => route.channels.includes('sms')), {
    path: ['phone'],
    message: 'is needed for alerts by SMS',
  })
  .refine(({ email, routes }) => email !== undefined || !routes.some((route) => route.channels.includes('email')), {
    path: ['email'],
    message: 'is needed for alerts by e-mail',
  })
export type Recipient = z.infer<typeof Recipient>

/** A transaction of table storage takes 100 rows; the incident and its alerts must fit into one. */
export const maxRecipients = 45

/** Everything about a site that decides who is told what. */
export interface Roster {
  readonly site: Site
  readonly recipients: readonly Recipient[]
  readonly schedules: readonly Schedule[]
  /** What people call the cameras, by id; a camera without a name goes by its id. */
  readonly cameraNames: Readonly<Record<Id, string>>
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}
