import { z } from 'zod'
import type { Instant } from './ids.ts'
import { ActionSettings } from './notice-action.ts'
import { Role } from './person.ts'
import { Severity } from './rule.ts'

/** What is watched at each plant. */
export const siteMonitors = [
  'device-silent',
  'fleet-silent',
  'device-disk',
  'device-backlog',
  'twin-size',
  'site-load',
  'night-stuck',
  'run-stuck',
  'release-stuck',
  'rollout-stuck',
] as const

/** What is watched once, whatever plants there are. */
export const serviceMonitors = [
  'alerts-overdue',
  'queue-age',
  'queue-poison',
  'functions-fail',
  'quarantine-grows',
  'hub-quota',
  'mail-quota',
  'deployments',
] as const

export const MonitorKind = z.enum([...siteMonitors, ...serviceMonitors])
export type MonitorKind = z.infer<typeof MonitorKind>

/** When a monitor speaks, when it is content again, whom it tells and what it does by itself. Numbers are in the monitor's own unit. */
export const MonitorSettings = z
  .strictObject({
    enabled: z.boolean(),
    severity: Severity,
    /** From here on it counts as wrong … */
    above: z.number().positive().max(1e9),
    /** … and from here down as right again; between the two nothing changes. */
    clear: z.number().min(0).max(1e9),
    /** How long it must be wrong without a break before anybody is told. */
    forMinutes: z.number().min(0).max(10_080),
    /** How long it must be right without a break before it is over. */
    clearMinutes: z.number().min(0).max(10_080),
    roles: z.array(Role).min(1).max(6),
    actions: z.array(ActionSettings).max(4),
  })
  .refine(({ above, clear }) => clear < above, { path: ['clear'], message: 'must be below the threshold' })
  .refine(({ actions }) => new Set(actions.map((one) => ('role' in one ? `${one.kind} ${one.role}` : one.kind))).size === actions.length, {
    path: ['actions'],
    message: 'must not name one twice',
  })
export type MonitorSettings = z.infer<typeof MonitorSettings>

/** What people have set; a monitor that stands nowhere here works with its defaults. */
export const MonitorPolicy = z.strictObject({
  /** 1 for the first change that somebody made. */
  revision: z.int().nonnegative().default(0),
  monitors: z.partialRecord(MonitorKind, MonitorSettings).default({}),
})
export type MonitorPolicy = z.infer<typeof MonitorPolicy>

export interface Track {
  /** Without a break at or above the threshold since then. */
  readonly since?: Instant | undefined
  /** Without a break right again since then. */
  readonly calmSince?: Instant | undefined
  /** What something looked like that should get on, and since when it has looked so. */
  readonly mark?: string | undefined
  readonly markedAt?: Instant | undefined
  readonly seenAt: Instant
  /** The recent course, while it is wrong. */
  readonly points: readonly { readonly at: Instant; readonly value: number }[]
}

/** What a monitor remembers from one look to the next, by `kind subject`. */
export type Tracks = Readonly<Record<string, Track>>

export const trackKey = (kind: string, subject: string): string => `${kind} ${subject}`
