import { useNames } from '../../fleet/use-names.ts'
import { HeatMap } from '../../plots/heat-map.tsx'
import { PlotCard, PlotGrid } from '../../plots/plot-card.tsx'
import { useLanguage } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Anomaly } from './anomaly-words.ts'
import { Objects } from './objects.tsx'
import { Places } from './places.tsx'
import { Rankings } from './rankings.tsx'
import type { Insights } from './tally.ts'
import { Trend } from './trend.tsx'

export interface InsightPlotsProps {
  readonly insights: Insights
  readonly days: readonly string[]
  readonly anomalies: readonly Anomaly[]
}

export function InsightPlots({ insights, days, anomalies }: InsightPlotsProps) {
  const { language, text } = useLanguage()
  const names = useNames()
  const { number } = useFormat()
  const own = text.insights
  return (
    <>
      <h2 className="visually-hidden">{own.figures}</h2>
      <Trend insights={insights} days={days} anomalies={anomalies} />
      <PlotGrid>
        <Rankings insights={insights} />
        <PlotCard title={own.hours} note={own.hoursNote}>
          <HeatMap
            title={own.hours}
            rows={weekdays(language)}
            columns={Array.from({ length: 24 }, (_, hour) => String(hour))}
            values={insights.hours}
            format={number}
          />
        </PlotCard>
        {insights.places.map(({ camera, counts }) => (
          <PlotCard key={camera} title={own.places(names.camera(camera))} note={own.placesNote}>
            <Places camera={camera} name={names.camera(camera)} counts={counts} />
          </PlotCard>
        ))}
        {insights.objects.length > 0 && <Objects insights={insights} days={days} anomalies={anomalies} />}
      </PlotGrid>
    </>
  )
}

function weekdays(language: string): string[] {
  const name = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  // The fifth of January 2026 was a Monday.
  return Array.from({ length: 7 }, (_, day) => name.format(new Date(Date.UTC(2026, 0, 5 + day))))
}
