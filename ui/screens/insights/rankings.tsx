import { useNames } from '../../fleet/use-names.ts'
import { Bars } from '../../plots/bars.tsx'
import { PlotCard } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { falseShare, type Insights, sumOf, type Tally, useTallyColumns, valuesOf, verdictColours } from './tally.ts'

const shownAtOnce = 10

/** Rules, cameras and labels, each by the noise that they make. */
export function Rankings({ insights }: { insights: Insights }) {
  const own = useText().insights
  const names = useNames()
  const { number, percent } = useFormat()
  const { parts, columnsOf } = useTallyColumns()
  const ranked = (tallies: Insights['rules'], nameOf: (name: string) => string) =>
    tallies.map(({ name, ...tally }) => ({ key: name, name: nameOf(name), tally }))
  const noise = (tally: Tally) => {
    const share = falseShare(tally)
    return share === undefined ? number(sumOf(tally)) : own.noise(number(sumOf(tally)), percent(share))
  }
  const rankings = [
    { title: own.rules, note: own.rulesNote, head: own.rule, rows: ranked(insights.rules, names.rule) },
    { title: own.cameras, note: own.camerasNote, head: own.camera, rows: ranked(insights.cameras, names.camera) },
    { title: own.labels, note: own.labelsNote, head: own.label, rows: ranked(insights.labels, String) },
  ]
  return rankings.map(({ title, note, head, rows }) => (
    <PlotCard
      key={title}
      title={title}
      note={note}
      figures={own.figures}
      table={{ columns: columnsOf(head), rows, keyOf: ({ key }) => key }}
    >
      <Bars
        title={title}
        parts={parts}
        colours={verdictColours}
        rows={rows.slice(0, shownAtOnce).map(({ name, tally }) => ({ name, values: valuesOf(tally), note: noise(tally) }))}
      />
    </PlotCard>
  ))
}
