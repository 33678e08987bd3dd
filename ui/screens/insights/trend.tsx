import { Columns } from '../../plots/columns.tsx'
import { PlotCard } from '../../plots/plot-card.tsx'
import { useLanguage } from '../../text/text.ts'
import type { InsightPlotsProps } from './insight-plots.tsx'
import { stepsOf } from './insights-span.ts'
import { stepNames } from './step-name.ts'
import { noIncidents, useTallyColumns, valuesOf, verdictColours } from './tally.ts'
import { useMarks } from './use-marks.ts'

/** Incidents by day or month, with those marked on which their number was not as usual. */
export function Trend({ insights, days, anomalies }: InsightPlotsProps) {
  const { language, text } = useLanguage()
  const own = text.insights
  const { parts, columnsOf } = useTallyColumns()
  const marks = useMarks(anomalies.filter(({ measure }) => measure === 'incidents'))
  const nameOf = stepNames(language)
  const known = new Map(insights.steps.map((step) => [step.at, step]))
  const rows = stepsOf(days, insights.step).map((at) => ({ key: at, name: nameOf(at), tally: known.get(at) ?? noIncidents }))
  const isMonths = insights.step === 'month'
  return (
    <PlotCard
      title={isMonths ? own.trendOfMonths : own.trend}
      note={own.trendNote}
      figures={own.figures}
      table={{
        columns: columnsOf(isMonths ? own.month : own.day),
        rows: rows.filter(({ key }) => known.has(key)),
        keyOf: ({ key }) => key,
      }}
    >
      <Columns
        title={isMonths ? own.trendOfMonths : own.trend}
        parts={parts}
        colours={verdictColours}
        columns={rows.map(({ name, tally }) => ({ name, values: valuesOf(tally) }))}
        axis={[rows[0]!.name, rows[Math.floor(rows.length / 2)]!.name, rows.at(-1)!.name]}
        marks={isMonths ? undefined : marks}
      />
    </PlotCard>
  )
}
