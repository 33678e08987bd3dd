import type { Answer } from '../../api/call.ts'
import type { Column } from '../../design/table.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { Bars } from '../../plots/bars.tsx'
import { Columns } from '../../plots/columns.tsx'
import { PlotCard } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { type Split, splits } from './dataset-search.ts'
import { joinDays } from './join-days.ts'

export type Statistics = Answer<'getDatasetStatistics'>['statistics']

interface GroupCounts {
  readonly positive: number
  readonly falsePositive: number
  readonly background: number
}

// Groups have other colours than splits, as both stand on one page.
const groupColours = [4, 3, 5]
const valuesOf = ({ positive, falsePositive, background }: GroupCounts) => [positive, falsePositive, background]
/** A column narrower than this many to a plot is a hair. */
const mostDays = 45

/** What is counted by label, split, camera and day. */
export function CountPlots({ labels, statistics }: { labels: readonly string[]; statistics: Statistics }) {
  const text = useText().datasets
  const names = useNames()
  const { number, percent } = useFormat()
  const groups = [text.group.positive, text.group['false-positive'], text.group.background]
  const groupColumns = <Row extends GroupCounts>(): Column<Row>[] =>
    groups.map((title, index) => ({ title, isNumber: true, cell: (row) => number(valuesOf(row)[index]!) }))
  const days = joinDays(statistics.days, mostDays)
  const ends = [days[0]?.name, days.length > 1 ? days.at(-1)?.name : undefined].filter((day) => day !== undefined)
  return (
    <>
      <LabelPlot labels={labels} statistics={statistics} />
      <PlotCard
        title={text.plot.splits}
        note={text.plot.splitsNote}
        figures={text.figures}
        table={{
          rows: statistics.splits,
          keyOf: ({ split }) => split,
          columns: [
            { title: text.splitTitle, cell: ({ split }) => text.split[split] },
            ...groupColumns<Statistics['splits'][number]>(),
            { title: text.boxes, isNumber: true, cell: ({ annotations }) => number(annotations) },
          ],
        }}
      >
        <Bars
          title={text.plot.splits}
          parts={groups}
          colours={groupColours}
          rows={statistics.splits.map((one) => {
            const frames = valuesOf(one).reduce((sum, value) => sum + value, 0)
            const note = `${number(frames)} · ${percent(frames / Math.max(1, statistics.items))}`
            return { name: text.split[one.split], values: valuesOf(one), note }
          })}
        />
      </PlotCard>
      <PlotCard
        title={text.plot.cameras}
        note={text.plot.camerasNote}
        figures={text.figures}
        table={{
          rows: statistics.cameras,
          keyOf: ({ camera }) => camera,
          columns: [{ title: text.camera, cell: ({ camera }) => names.camera(camera) }, ...groupColumns<Statistics['cameras'][number]>()],
        }}
      >
        <Bars
          title={text.plot.cameras}
          parts={groups}
          colours={groupColours}
          rows={statistics.cameras.map((one) => ({ name: names.camera(one.camera), values: valuesOf(one) }))}
        />
      </PlotCard>
      <PlotCard
        title={text.plot.days}
        note={text.plot.daysNote}
        figures={text.figures}
        table={{
          rows: statistics.days,
          keyOf: ({ day }) => day,
          columns: [{ title: text.day, cell: ({ day }) => day }, ...groupColumns<Statistics['days'][number]>()],
        }}
      >
        <Columns title={text.plot.days} parts={groups} colours={groupColours} columns={days} axis={ends} />
      </PlotCard>
    </>
  )
}

function LabelPlot({ labels, statistics }: { labels: readonly string[]; statistics: Statistics }) {
  const text = useText().datasets
  const { number } = useFormat()
  const of = (label: string, split: Split) => statistics.labels.find((one) => one.label === label && one.split === split)
  const rows = labels
    .map((name) => ({
      name,
      values: splits.map((split) => of(name, split)?.annotations ?? 0),
      absent: splits.reduce((sum, split) => sum + (of(name, split)?.absent ?? 0), 0),
    }))
    .sort((a, b) => b.values.reduce((x, y) => x + y, 0) - a.values.reduce((x, y) => x + y, 0))
  const bySplit: Column<(typeof rows)[number]>[] = splits.map((split, index) => ({
    title: text.split[split],
    isNumber: true,
    cell: ({ values }) => number(values[index]!),
  }))
  return (
    <PlotCard
      title={text.plot.labels}
      note={text.plot.labelsNote}
      figures={text.figures}
      table={{
        rows,
        keyOf: ({ name }) => name,
        columns: [
          { title: text.label, cell: ({ name }) => <bdi>{name}</bdi> },
          ...bySplit,
          { title: text.withoutIt, isNumber: true, cell: ({ absent }) => number(absent) },
        ],
      }}
    >
      <Bars title={text.plot.labels} parts={splits.map((split) => text.split[split])} rows={rows} />
    </PlotCard>
  )
}
