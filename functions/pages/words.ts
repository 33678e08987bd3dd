import type { Instant } from '../../shared/domain/ids.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import type { Roster } from '../../shared/domain/roster.ts'

/** A moment by the clock on the site's wall. */
export function siteTime(instant: Instant, roster: Roster | undefined): string {
  const timeZone = roster?.site.timeZone ?? 'UTC'
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(instant))
}

export function cameraName({ camera }: Incident, roster: Roster | undefined): string {
  return roster?.cameraNames[camera] ?? camera
}
