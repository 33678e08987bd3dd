import { Card } from '../../design/page.tsx'
import { PlotCard } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { CalibrationPlot } from '../evaluations/calibration-plot.tsx'
import type { Quality } from './quality.ts'

type Verdicts = Quality['verdicts']
type Calibration = Verdicts['calibration']

interface Side {
  readonly name: string
  readonly calibration: Calibration
}

/** How often people confirm what the model is how sure of, beside the first days of the model. */
export function CalibrationCard({ verdicts }: { verdicts: Verdicts }) {
  const text = useText().quality
  const { number, percent } = useFormat()
  const sides = sidesOf(verdicts, text)
  if (sides.length === 0) return null
  const errors = sides.map(({ name, calibration: { error, count } }) =>
    text.calibrationError(name, percent(error.value), percent(error.low), percent(error.high), number(count)),
  )
  const bins = sides[0]!.calibration.bins.map((_, bin) => ({ bin, sides: sides.map(({ calibration }) => calibration.bins[bin]!) }))
  type Row = (typeof bins)[number]
  return (
    <Card title={text.calibration}>
      <PlotCard
        title={sides.map(({ name }) => name).join(' · ')}
        note={`${text.calibrationNote(verdicts.days)} ${errors.join(' ')}`}
        figures={text.figures}
        table={{
          rows: bins,
          keyOf: ({ bin }) => String(bin),
          columns: [
            { title: text.calibrationSure, cell: ({ bin }) => text.interval(percent(bin / 10), percent((bin + 1) / 10)) },
            ...sides.flatMap(({ name }, side) => [
              { title: text.calibrationIncidents(name), isNumber: true, cell: ({ sides }: Row) => number(sides[side]!.count) },
              { title: text.calibrationConfirmed(name), isNumber: true, cell: ({ sides }: Row) => number(sides[side]!.right) },
            ]),
          ],
        }}
      >
        <CalibrationPlot
          title={text.calibration}
          sides={sides.map(({ name, calibration }) => ({ name, bins: calibration.bins }))}
          dot={text.calibrationDot}
        />
      </PlotCard>
    </Card>
  )
}

/** The model in force, now and in its first days; before it has any verdicts, whatever was judged. */
function sidesOf({ calibration, newest, reference }: Verdicts, text: ReturnType<typeof useText>['quality']): Side[] {
  const ofModel = [
    { name: text.calibrationNewest, calibration: newest?.calibration },
    { name: text.calibrationFirst, calibration: reference?.calibration },
  ]
  const known = ofModel.flatMap(({ name, calibration }) =>
    calibration === undefined || calibration.count === 0 ? [] : { name, calibration },
  )
  return known.length === 0 && calibration.count > 0 ? [{ name: text.calibrationAll, calibration }] : known
}
