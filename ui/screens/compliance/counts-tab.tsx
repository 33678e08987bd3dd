import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { useSite } from '../../people/site.tsx'
import { Bars } from '../../plots/bars.tsx'
import { Columns } from '../../plots/columns.tsx'
import { PlotCard, PlotGrid } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { useClock } from '../../time/use-clock.ts'
import { useNow } from '../../time/use-now.ts'
import styles from './compliance.module.css'
import { type Span, spans } from './compliance-search.ts'
import { byOutcome, type DayCount, outcomeColours, outcomes, ruleRows, useRuleWords } from './outcomes.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** What left and what stayed, by day and rule: counted, never named. */
export function CountsTab({ days: span }: { days: Span }) {
  const words = useText().compliance
  const { id: site } = useSite()
  const clock = useClock()
  const navigate = useNavigate()
  const today = clock.day(new Date(useNow(minuteMs)).toISOString())
  const last = Date.parse(today)
  const days = Array.from({ length: span }, (_, index) => new Date(last - (span - 1 - index) * dayMs).toISOString().slice(0, 10))
  const counts = useApi('countCompliance', { params: { site }, query: { from: days[0]!, to: today } }, { everyMs: minuteMs })
  return (
    <div className={styles.parts}>
      <fieldset className={styles.spans}>
        <legend className="visually-hidden">{words.span}</legend>
        {spans.map((count) => (
          <Button
            key={count}
            size="small"
            aria-pressed={count === span}
            onClick={() => void navigate({ to: '/compliance', search: { tab: 'counts', days: count }, replace: true })}
          >
            {words.days(count)}
          </Button>
        ))}
      </fieldset>
      <Loaded of={counts}>
        {({ days: found, waiting, isWaitingComplete }) => (
          <>
            <Sums counts={found} waiting={waiting} isComplete={isWaitingComplete} />
            {found.length === 0 ? (
              <Empty icon="compliance" title={words.empty}>
                {words.emptyAdvice}
              </Empty>
            ) : (
              <Plots counts={found} days={days} />
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

function Sums({ counts, waiting, isComplete }: { counts: readonly DayCount[]; waiting: number; isComplete: boolean }) {
  const words = useText().compliance
  const { number } = useFormat()
  const sums = byOutcome(counts)
  return (
    <Tiles>
      {outcomes.map((outcome, index) => (
        <Tile
          key={outcome}
          name={words.outcome[outcome]}
          value={number(sums[index]!)}
          tone={outcome === 'quarantined' && sums[index]! > 0 ? 'warning' : 'plain'}
        />
      ))}
      <Tile name={words.waiting} value={isComplete ? number(waiting) : words.moreThan(number(waiting))} />
    </Tiles>
  )
}

function Plots({ counts, days }: { counts: readonly DayCount[]; days: readonly string[] }) {
  const words = useText().compliance
  const clock = useClock()
  const { number } = useFormat()
  const ruleWords = useRuleWords()
  const parts = outcomes.map((outcome) => words.outcome[outcome])
  const colours = [...outcomeColours]
  const nameOf = (day: string) => clock.date(`${day}T12:00:00.000Z`)
  const byDay = days.map((day) => ({ name: nameOf(day), values: byOutcome(counts.filter((count) => count.day === day)) }))
  const axis = [days[0]!, days[Math.floor(days.length / 2)]!, days.at(-1)!].map(nameOf)
  const rules = ruleRows(counts)
  const rows = [...counts].reverse()
  return (
    <>
      <h2 className="visually-hidden">{words.byDayAndRule}</h2>
      <PlotGrid>
        <PlotCard title={words.byDay} note={words.byDayNote}>
          <Columns title={words.byDay} parts={parts} colours={colours} columns={byDay} axis={axis} />
        </PlotCard>
        <PlotCard
          title={words.byRule}
          note={words.byRuleNote}
          figures={words.figures}
          table={{
            columns: [
              { title: words.day, cell: ({ day }) => nameOf(day) },
              { title: words.rule, cell: ({ rule }) => ruleWords(rule) },
              { title: words.kindTitle, cell: ({ kind }) => words.kind[kind] },
              { title: words.outcomeTitle, cell: ({ outcome }) => words.outcome[outcome] },
              { title: words.versionTitle, cell: ({ policy }) => policy, isNumber: true },
              { title: words.items, cell: ({ items }) => number(items), isNumber: true },
            ],
            rows,
            keyOf: ({ day, rule, kind, outcome, policy }) => [day, rule, kind, outcome, policy].join(' '),
          }}
        >
          <Bars
            title={words.byRule}
            parts={parts}
            colours={colours}
            rows={rules.map(({ rule, values }) => ({ name: ruleWords(rule), values }))}
          />
        </PlotCard>
      </PlotGrid>
    </>
  )
}
