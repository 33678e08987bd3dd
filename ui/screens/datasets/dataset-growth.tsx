import type { Item } from '../../api/use-api.ts'
import { Card } from '../../design/page.tsx'
import { LinePlot } from '../../plots/line-plot.tsx'
import { useText } from '../../text/text.ts'
import { splits } from './dataset-search.ts'
import styles from './datasets.module.css'

/** Sizes of the versions over time. */
export function DatasetGrowth({ entries, timeZone }: { entries: readonly Item<'listDatasets'>[]; timeZone: string }) {
  const text = useText().datasets
  const byTime = [...entries].sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
  return (
    <Card title={text.growth}>
      <p className={styles.soft}>{text.growthNote}</p>
      <LinePlot
        title={text.growth}
        x={byTime.map(({ createdAt }) => Date.parse(createdAt) / 1000)}
        lines={splits.map((split) => ({ name: text.split[split], values: byTime.map(({ counts }) => counts[split]?.frames ?? 0) }))}
        isTime
        timeZone={timeZone}
        height={200}
      />
    </Card>
  )
}
