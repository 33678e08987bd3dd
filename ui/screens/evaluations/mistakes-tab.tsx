import { PlotCard, PlotGrid } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { CalibrationPlot, type CalibrationSide } from './calibration-plot.tsx'
import { ConfusionTable } from './confusion-table.tsx'
import type { PartProps } from './evaluation.ts'
import { useShare } from './use-share.ts'

/** What each model takes for what, and how far its confidence can be believed. */
export function MistakesTab({ evaluation: { test } }: PartProps) {
  const text = useText().evaluations
  const { number } = useFormat()
  const { share } = useShare()
  const sides = [
    { name: text.candidate, figures: test.candidate },
    ...(test.champion === undefined ? [] : [{ name: text.champion, figures: test.champion }]),
  ]
  const curves: CalibrationSide[] = sides.map(({ name, figures }) => ({ name, bins: figures.calibration.bins }))
  const errors = sides.map(({ name, figures }) => text.calibrationError(name, share(figures.calibration.error))).join(' ')
  const bins = test.candidate.calibration.bins.map((_, bin) => ({
    bin,
    sides: sides.map(({ figures }) => figures.calibration.bins[bin] ?? { count: 0, right: 0, confidence: 0 }),
  }))
  return (
    <PlotGrid>
      {sides.map(({ name, figures }) => (
        <PlotCard key={name} title={text.confusionOf(name)} note={text.confusionNote}>
          <ConfusionTable caption={text.confusionOf(name)} confusion={figures.confusion} />
        </PlotCard>
      ))}
      <PlotCard
        title={text.calibration}
        note={`${text.calibrationNote} ${errors}`}
        figures={text.figures}
        table={{
          rows: bins,
          keyOf: ({ bin }) => String(bin),
          columns: [
            { title: text.confidence, cell: ({ bin }) => text.binOf(share(bin / bins.length), share((bin + 1) / bins.length)) },
            ...sides.flatMap(({ name }, side) => [
              { title: text.seenBy(name), isNumber: true, cell: (row: (typeof bins)[number]) => number(row.sides[side]!.count) },
              {
                title: text.rightBy(name),
                isNumber: true,
                cell: ({ sides }: (typeof bins)[number]) => {
                  const { count, right } = sides[side]!
                  return count === 0 ? '–' : share(right / count)
                },
              },
            ]),
          ],
        }}
      >
        <CalibrationPlot title={text.calibration} sides={curves} />
      </PlotCard>
    </PlotGrid>
  )
}
