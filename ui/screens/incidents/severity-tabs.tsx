import type { ReactNode } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Tabs } from '../../design/tabs.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { type IncidentFilter, severities } from './incident-filter.ts'
import styles from './severity-tabs.module.css'

/** How often the counts are asked for, in milliseconds. */
const countMs = 5_000

export interface SeverityTabsProps {
  readonly chosen: IncidentFilter['severity']
  readonly onChoose: (severity: IncidentFilter['severity']) => void
  readonly children: ReactNode
}

/** The queue by severity; the figure is what still waits for a verdict, whatever else is filtered. */
export function SeverityTabs({ chosen, onChoose, children }: SeverityTabsProps) {
  const text = useText()
  const { id: site } = useSite()
  const { data } = useApi('countUnresolved', { query: { site } }, { everyMs: countMs })
  const countOf = (severity: (typeof severities)[number]) => data?.[severity].unjudged ?? 0
  const all = severities.reduce((sum, severity) => sum + countOf(severity), 0)
  const title = (name: string, count: number, severity?: string) => (
    <span className={styles.tab} data-severity={severity}>
      {name}
      {data !== undefined && count > 0 && (
        <span className={styles.count}>
          {count}
          {data.isComplete ? '' : '+'}
          <span className="visually-hidden"> {text.incidents.notJudged}</span>
        </span>
      )}
    </span>
  )
  const tabs = [
    { name: 'all' as const, title: title(text.words.all, all) },
    ...severities.map((severity) => ({ name: severity, title: title(text.words.severity[severity], countOf(severity), severity) })),
  ]
  return (
    <Tabs
      label={text.incidents.parts.severity}
      tabs={tabs}
      chosen={chosen ?? 'all'}
      onChoose={(name) => onChoose(name === 'all' ? undefined : name)}
    >
      {children}
    </Tabs>
  )
}
