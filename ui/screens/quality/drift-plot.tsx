import { Tag } from '../../design/tag.tsx'
import { LinePlot } from '../../plots/line-plot.tsx'
import { PlotCard } from '../../plots/plot-card.tsx'
import { useLanguage, useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useClock } from '../../time/use-clock.ts'
import type { Finding } from './quality.ts'
import { useMonitorWords } from './use-monitor-words.ts'

/** A monitor's periods between the ends of what is usual. */
export function DriftPlot({ finding: { monitor, periods, breachedSince } }: { finding: Finding }) {
  const text = useText().quality
  const { language } = useLanguage()
  const { timeZone } = useClock()
  const { name, note } = useMonitorWords()(monitor)
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 })
  const column = (title: string, read: (period: Finding['periods'][number]) => number) => {
    return { title, isNumber: true, cell: (period: Finding['periods'][number]) => number.format(read(period)) }
  }
  return (
    <PlotCard
      title={name}
      note={note}
      figures={text.figures}
      table={{
        rows: periods.toReversed(),
        keyOf: ({ from }) => from,
        columns: [
          { title: text.period, cell: ({ from }) => <SiteTime at={from} /> },
          column(text.value, ({ value }) => value),
          column(text.usualFrom, ({ band }) => band.low),
          column(text.usualTo, ({ band }) => band.high),
          column(text.samples, ({ samples }) => samples),
          { title: text.judgement, cell: ({ isOver }) => (isOver ? text.isOver : text.isUsual) },
        ],
      }}
    >
      {breachedSince === undefined ? (
        <Tag tone="good">{text.isUsual}</Tag>
      ) : (
        <Tag tone="warning">
          {text.since} <SiteTime at={breachedSince} />
        </Tag>
      )}
      <LinePlot
        title={name}
        x={periods.map(({ from }) => Date.parse(from) / 1000)}
        lines={[
          { name: text.value, values: periods.map(({ value }) => value) },
          { name: text.usualTo, values: periods.map(({ band }) => band.high) },
          { name: text.usualFrom, values: periods.map(({ band }) => band.low) },
        ]}
        isTime
        timeZone={timeZone}
      />
    </PlotCard>
  )
}
