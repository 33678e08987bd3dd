import type { Id, Instant } from './ids.ts'

const minuteMs = 60_000

export interface IntakeMinute {
  /** A camera, or a device. */
  readonly of: Id
  readonly from: Instant
  readonly to: Instant
}

/** Names the minute of a camera or device in which something came in. */
export function intakeId(of: Id, at: Instant): string {
  return `${of} ${at.slice(0, 16)}`
}

export function intakeMinute(id: string): IntakeMinute {
  const [of = '', minute = ''] = id.split(' ')
  const from = `${minute}:00.000Z`
  return { of, from, to: new Date(Date.parse(from) + minuteMs).toISOString() }
}
