import type { Answer } from '../../api/call.ts'
import { useNames } from '../../fleet/use-names.ts'
import { useLanguage } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { InsightFilter } from './insights-span.ts'

export type Anomaly = Answer<'listAnomalies'>['items'][number]

/** Newest first; those of the camera and label that one looks at. An anomaly has no rule. */
export function anomaliesOf(all: readonly Anomaly[], { camera, label }: InsightFilter): Anomaly[] {
  return all
    .filter((one) => (camera === undefined || one.cameras.includes(camera)) && (label === undefined || (one.label ?? label) === label))
    .reverse()
}

export interface AnomalyWords {
  /** What was counted, and of which camera. */
  subject(anomaly: Anomaly): string
  when(anomaly: Anomaly): string
  /** Seen, and what was expected. */
  figures(anomaly: Anomaly): string
}

export function useAnomalyWords(): AnomalyWords {
  const { language, text } = useLanguage()
  const { number } = useFormat()
  const names = useNames()
  const own = text.insights
  const locale = language === 'en' ? 'en-GB' : language
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`
  return {
    subject: ({ measure, camera, cameras, label }) => {
      const what = measure === 'incidents' ? own.incidents : (label ?? own.objects)
      return `${what}, ${camera === undefined ? own.severalCameras(cameras.length) : names.camera(camera)}`
    },
    when: ({ day: at, window, fromHour, toHour }) =>
      window === 'day' ? day.format(new Date(at)) : own.hoursOf(day.format(new Date(at)), clock(fromHour), clock(toHour + 1)),
    figures: ({ observed, expected, low, high }) =>
      own.seenAndExpected(number(Math.round(observed)), number(Math.round(expected)), number(Math.round(low)), number(Math.round(high))),
  }
}
