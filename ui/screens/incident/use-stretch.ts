import { useMemo } from 'react'
import type { IncidentDetail } from '../../decisions/decision.ts'
import type { Stretch } from '../../video/use-clip.ts'

type Incident = IncidentDetail['incident']

/** What one sees of before and after, in milliseconds: how it came about, and what became of it. */
const rollMs = 10_000
/** The API gives clips of at most ten minutes. */
const longestMs = 10 * 60_000

/** The time that is played around an incident. One that lasts longer is played from its begin, and `isCut` says so. */
export function useStretch({ site, camera, startedAt, endedAt, peak }: Incident): { stretch: Stretch; isCut: boolean } {
  const start = Date.parse(startedAt)
  const end = Math.max(start, Date.parse(peak.at), endedAt === undefined ? 0 : Date.parse(endedAt))
  return useMemo(() => {
    const from = start - rollMs
    const to = Math.min(end + rollMs, from + longestMs)
    return { stretch: { site, camera, from: new Date(from).toISOString(), to: new Date(to).toISOString() }, isCut: end > to }
  }, [site, camera, start, end])
}
