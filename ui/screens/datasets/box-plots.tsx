import { Bars } from '../../plots/bars.tsx'
import { Columns } from '../../plots/columns.tsx'
import { HeatMap } from '../../plots/heat-map.tsx'
import { PlotCard } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Statistics } from './count-plots.tsx'

// The bounds by which the API sorts boxes: shares of the picture's side in per cent, and width by height.
const sidePercents = [2, 5, 10, 15, 20, 30, 40, 60]
const aspects = [0.25, 0.5, 0.8, 1.25, 2, 4]

/** What is counted of the boxes: their sizes, shapes, places, and who answers for them. */
export function BoxPlots({ statistics }: { statistics: Statistics }) {
  const text = useText().datasets
  const { number, percent } = useFormat()
  const { positions, provenance, annotations, tinyBoxes, boxSides, boxAspects } = statistics
  const sizes = ['0', ...sidePercents.map(String)].map((from, index) =>
    sidePercents[index] === undefined ? `≥ ${from} %` : `${from}–${sidePercents[index]} %`,
  )
  const { veryHigh, high, slightlyHigh, square, slightlyWide, wide, veryWide } = text.shape
  const [rows, columns] = [positions.length, positions[0]?.length ?? 0]
  const bands = (count: number) => Array.from({ length: count }, (_, index) => `${percent(index / count)}–${percent((index + 1) / count)}`)
  return (
    <>
      <PlotCard title={text.plot.positions} note={text.plot.positionsNote}>
        <HeatMap
          title={text.plot.positions}
          rows={bands(rows)}
          columns={bands(columns)}
          values={positions}
          format={number}
          ratio={columns / Math.max(1, rows)}
        />
      </PlotCard>
      <PlotCard
        title={text.plot.provenance}
        note={text.plot.provenanceNote}
        figures={text.figures}
        table={{
          rows: provenance,
          keyOf: ({ kind }) => kind,
          columns: [
            { title: text.basis, cell: ({ kind }) => text.provenance[kind] },
            { title: text.boxes, isNumber: true, cell: (one) => number(one.annotations) },
          ],
        }}
      >
        <Bars
          title={text.plot.provenance}
          parts={[text.boxes]}
          full={Math.max(1, annotations)}
          rows={provenance.map((one) => ({
            name: text.provenance[one.kind],
            values: [one.annotations],
            note: `${number(one.annotations)} · ${percent(one.annotations / Math.max(1, annotations))}`,
          }))}
        />
      </PlotCard>
      <Histogram
        title={text.plot.sizes}
        note={text.plot.sizesNote(number(tinyBoxes))}
        values={boxSides}
        names={sizes}
        axis={['0', ...sidePercents.map(number)]}
      />
      <Histogram
        title={text.plot.shapes}
        note={text.plot.shapesNote}
        values={boxAspects}
        names={[veryHigh, high, slightlyHigh, square, slightlyWide, wide, veryWide]}
        axis={['0', ...aspects.map(number)]}
      />
    </>
  )
}

interface HistogramProps {
  readonly title: string
  readonly note: string
  readonly values: readonly number[]
  readonly names: readonly string[]
  readonly axis: readonly string[]
}

function Histogram({ title, note, values, names, axis }: HistogramProps) {
  const text = useText().datasets
  const { number } = useFormat()
  const columns = values.map((value, index) => ({ name: names[index] ?? '', values: [value] }))
  return (
    <PlotCard
      title={title}
      note={note}
      figures={text.figures}
      table={{
        rows: columns,
        keyOf: ({ name }) => name,
        columns: [
          { title: text.range, cell: ({ name }) => name },
          { title: text.boxes, isNumber: true, cell: (one) => number(one.values[0]!) },
        ],
      }}
    >
      <Columns title={title} parts={[text.boxes]} columns={columns} axis={axis} axisAt="edges" />
    </PlotCard>
  )
}
