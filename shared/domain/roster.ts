import { z } from 'zod'
import { routeChannels } from './alert.ts'
import { Id } from './ids.ts'
import { everySite } from './notice.ts'
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

export const Site = z.strictObject({
  id: Id.refine((id) => id !== everySite, 'is the word for what belongs to no site'),
  name: Name,
  timeZone: TimeZone,
})
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
  channels: z.array(z.enum(routeChannels)).min(1).max(routeChannels.length),
  /** `on-call`: only in the shifts of a schedule that name the person. */
  when: z.enum(['always', 'on-call']).default('always'),
  /** Only these cameras; without the list, all of the site. */
  cameras: z.array(Id).min(1).max(64).optional(),
  /** `rule`: what people's rules found; `camera`: what is wrong with a camera itself. Without the list see plan-alerts.ts. */
  kinds: z
    .array(z.enum(['rule', 'camera']))
    .min(1)
    .max(2)
    .optional(),
  /** The alert goes out this much later, and only if nobody has acknowledged the incident until then. */
  escalateAfterMinutes: z.int().min(1).max(120).optional(),
})
export type AlertRoute = z.infer<typeof AlertRoute>

/** `approvals`: a model waits for a yes. `training`: a run failed, or a person must look before one starts. `operations`, `quality`: notices of what watches the plant, and the models. */
export const topics = ['approvals', 'training', 'operations', 'quality'] as const
export const Topic = z.enum(topics)
export type Topic = z.infer<typeof Topic>

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
    routes: z.array(AlertRoute).max(10),
    /** What else reaches the person by e-mail. */
    topics: z.array(Topic).max(topics.length).optional(),
    /** Nothing but critical alerts reaches the person in these hours. */
    quietHours: z.array(WeeklyHours).max(14).default([]),
    enabled: z.boolean().default(true),
  })
  .refine(({ phone, routes }) => phone !== undefined || !routes.some((route) => route.channels.includes('sms')), {
    path: ['phone'],
    message: 'is needed for alerts by SMS',
  })
  .refine(({ routes, topics = [] }) => routes.length + topics.length > 0, { path: ['routes'], message: 'or topics must name something' })
  .refine(
    ({ email, routes, topics = [] }) =>
      email !== undefined || (topics.length === 0 && !routes.some((route) => route.channels.includes('email'))),
    {
      path: ['email'],
      message: 'is needed for alerts by e-mail and for topics',
    },
  )
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
