import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import { useNow } from '../../time/use-now.ts'
import { Anomalies } from './anomalies.tsx'
import { anomaliesOf } from './anomaly-words.ts'
import { Downloads } from './downloads.tsx'
import { InsightFilters } from './insight-filters.tsx'
import { InsightPlots } from './insight-plots.tsx'
import { InsightTiles } from './insight-tiles.tsx'
import styles from './insights.module.css'
import { daysUntil, type InsightsSearch, spans } from './insights-span.ts'
import { type Insights, sumOf } from './tally.ts'
import { UptimeStrip } from './uptime-strip.tsx'

export const route = createLazyRoute('/insights')({ component: InsightsScreen })

const minuteMs = 60_000

/** What a site's days come to, for whoever decides where to look: which rule is noise, when and where things happen, how fast people are. */
function InsightsScreen() {
  const text = useText()
  const { id: site } = useSite()
  const clock = useClock()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { days: count = 30, ...filter } = search
  const today = clock.day(new Date(useNow(minuteMs)).toISOString())
  const days = daysUntil(today, count)
  const span = { from: days[0]!, to: today }
  const insights = useApi('readInsights', { params: { site }, query: { ...span, ...filter } }, { everyMs: minuteMs })
  const anomalies = useApi('listAnomalies', { params: { site }, query: span }, { everyMs: minuteMs })
  const found = anomaliesOf(anomalies.data?.items ?? [], filter)
  const show = (search: InsightsSearch) => void navigate({ to: '/insights', search, replace: true })
  return (
    <Page
      title={text.screens.insights}
      lead={text.insights.lead}
      actions={
        <fieldset className={styles.spans}>
          <legend className="visually-hidden">{text.insights.span}</legend>
          {spans.map((span) => (
            <Button key={span} size="small" aria-pressed={span === count} onClick={() => show({ ...search, days: span })}>
              {text.insights.days(span)}
            </Button>
          ))}
        </fieldset>
      }
    >
      <InsightFilters
        filter={filter}
        labels={insights.data?.labels.map(({ name }) => name) ?? []}
        onChange={(filter) => show({ ...(search.days !== undefined && { days: search.days }), ...filter })}
      />
      <Loaded of={insights}>
        {(insights) =>
          isEmpty(insights) ? (
            <Empty icon="insights" title={text.insights.empty}>
              {text.insights.emptyAdvice}
            </Empty>
          ) : (
            <>
              <InsightTiles insights={insights} />
              <Anomalies anomalies={found} />
              <InsightPlots insights={insights} days={days} anomalies={found} />
              {insights.uptime.length > 0 && <UptimeStrip insights={insights} days={days} />}
              <Downloads span={span} isTooLong={count > 400} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

function isEmpty({ total, objects, uptime }: Insights): boolean {
  return sumOf(total) + objects.length + uptime.length === 0
}
