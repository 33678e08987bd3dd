import { useClock } from './use-clock.ts'
import { useNow } from './use-now.ts'

export interface SiteTimeProps {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly site?: string | undefined
  readonly as?: 'moment' | 'time' | 'date' | 'ago'
}

/** A moment by the clock of the site; the exact one as a tooltip. */
export function SiteTime({ at, site, as = 'moment' }: SiteTimeProps) {
  const clock = useClock(site)
  const now = useNow()
  return (
    <time dateTime={at} title={`${clock.moment(at)} (${clock.timeZone})`}>
      {as === 'ago' ? clock.ago(at, now) : clock[as](at)}
    </time>
  )
}
