import type { Finding } from './judge-monitors.ts'
import { monitors } from './monitor-defaults.ts'
import type { NoticeReport } from './notice.ts'

/** What a finding is told as. */
export function reportOf({ site, settings, observation, value, points }: Finding): NoticeReport {
  const { kind, subject, summary, link, sampleSize } = observation
  const { measure, unit } = monitors[kind]
  const figure = { measure, value: rounded(value), unit, threshold: settings.above, ...(sampleSize !== undefined && { sampleSize }) }
  return {
    ...{ site, kind, subject, summary, link, severity: settings.severity, roles: [...settings.roles] },
    evidence: [{ ...figure, points: points.map((point) => ({ at: point.at, value: rounded(point.value) })) }],
  }
}

const rounded = (value: number) => Number(value.toPrecision(4))
