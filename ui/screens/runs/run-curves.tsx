import type { Answer } from '../../api/call.ts'
import { Empty } from '../../design/state.tsx'
import { LinePlot } from '../../plots/line-plot.tsx'
import { PlotCard, PlotGrid } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { isOver } from './run-states.ts'

type Run = Answer<'getRun'>
type Figure = 'loss' | 'score'

/** The loss while learning, and what the validation split says; they grow while the run goes. */
export function RunCurves({ run }: { run: Run }) {
  const text = useText().runs
  if (run.curve.length === 0) {
    // Whoever waits for a machine has been told so above.
    if (run.state !== 'running' && run.state !== 'completed') return null
    return <Empty icon="insights" title={isOver(run) ? text.noCurveEver : text.noCurve} />
  }
  return (
    <PlotGrid>
      <Curve of="loss" curve={run.curve} note={text.lossNote} />
      <Curve of="score" curve={run.curve} note={text.scoreNote} />
    </PlotGrid>
  )
}

function Curve({ of, curve, note }: { of: Figure; curve: Run['curve']; note: string }) {
  const text = useText().runs
  const { number } = useFormat()
  const points = curve.flatMap(({ step, [of]: value }) => (value === undefined ? [] : [{ step, value }]))
  if (points.length === 0) return null
  return (
    <PlotCard
      title={text[of]}
      note={note}
      figures={text.figures}
      table={{
        columns: [
          { title: text.stepAxis, cell: ({ step }) => number(step), isNumber: true },
          { title: text[of], cell: ({ value }) => number(Math.round(value * 10_000) / 10_000), isNumber: true },
        ],
        rows: points,
        keyOf: ({ step }) => String(step),
      }}
    >
      <LinePlot
        title={text[of]}
        x={points.map(({ step }) => step)}
        lines={[{ name: text[of], values: points.map(({ value }) => value) }]}
        xLabel={text.stepAxis}
        {...(of === 'score' && { range: [0, 1] as const })}
      />
    </PlotCard>
  )
}
