import type { Column } from '../../design/table.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { Bars } from '../../plots/bars.tsx'
import { Columns } from '../../plots/columns.tsx'
import { PlotCard } from '../../plots/plot-card.tsx'
import { useLanguage } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { InsightPlotsProps } from './insight-plots.tsx'
import { stepsOf } from './insights-span.ts'
import { stepNames } from './step-name.ts'
import { useMarks } from './use-marks.ts'

const shownAtOnce = 10

interface Counted {
  readonly key: string
  readonly name: string
  readonly count: number
}

/** What came into sight: by day or month, and by camera and label. */
export function Objects({ insights, days, anomalies }: InsightPlotsProps) {
  const { language, text } = useLanguage()
  const own = text.insights
  const names = useNames()
  const { number } = useFormat()
  const nameOf = stepNames(language)
  const marks = useMarks(anomalies.filter(({ measure }) => measure === 'objects'))
  const counts = new Map(insights.steps.map(({ at, objects }) => [at, objects]))
  const rows = stepsOf(days, insights.step).map((at): Counted => ({ key: at, name: nameOf(at), count: counts.get(at) ?? 0 }))
  const isMonths = insights.step === 'month'
  const title = isMonths ? own.objectsOfMonths : own.objectsADay
  const kinds = insights.objects.map(({ camera, label, count }): Counted => {
    const name = `${label}, ${names.camera(camera)}`
    return { key: name, name, count }
  })
  const countColumn: Column<Counted> = { title: own.objects, isNumber: true, cell: ({ count }) => number(count) }
  return (
    <>
      <PlotCard
        title={title}
        note={own.objectsNote}
        figures={own.figures}
        table={{
          columns: [{ title: isMonths ? own.month : own.day, cell: ({ name }) => name }, countColumn],
          rows: rows.filter(({ key }) => counts.has(key)),
          keyOf: ({ key }) => key,
        }}
      >
        <Columns
          title={title}
          parts={[own.objects]}
          columns={rows.map(({ name, count }) => ({ name, values: [count] }))}
          axis={[rows[0]!.name, rows[Math.floor(rows.length / 2)]!.name, rows.at(-1)!.name]}
          marks={isMonths ? undefined : marks}
        />
      </PlotCard>
      <PlotCard
        title={own.kinds}
        note={own.kindsNote}
        figures={own.figures}
        table={{ columns: [{ title: own.label, cell: ({ name }) => name }, countColumn], rows: kinds, keyOf: ({ name }) => name }}
      >
        <Bars
          title={own.kinds}
          parts={[own.objects]}
          rows={kinds.slice(0, shownAtOnce).map(({ name, count }) => ({ name, values: [count] }))}
        />
      </PlotCard>
    </>
  )
}
