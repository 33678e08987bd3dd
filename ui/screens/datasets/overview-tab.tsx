import { useApi } from '../../api/use-api.ts'
import { Card } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { PlotGrid } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { BoxPlots } from './box-plots.tsx'
import { CountPlots } from './count-plots.tsx'
import styles from './datasets.module.css'
import { Findings } from './findings.tsx'
import type { PartProps } from './part-props.ts'

/** What is in a version: what to worry about first, then the plots. */
export function OverviewTab({ entry }: PartProps) {
  const text = useText().datasets
  const { number, bytes } = useFormat()
  const described = useApi('getDatasetStatistics', { params: { version: entry.version } })
  return (
    <Loaded of={described}>
      {({ statistics, findings }) => (
        <>
          <Tiles>
            <Tile name={text.tile.frames} value={number(entry.items)} />
            <Tile name={text.tile.boxes} value={number(statistics.annotations)} />
            <Tile name={text.tile.labels} value={number(entry.labels.length)} />
            <Tile name={text.tile.recordings} value={number(statistics.recordings)} />
            <Tile name={text.tile.bytes} value={bytes(statistics.bytes)} />
          </Tiles>
          <p className={styles.soft}>{text.apartBy[entry.splitBy]}</p>
          <Findings findings={findings} />
          <h2>{text.statistics}</h2>
          <PlotGrid>
            <CountPlots labels={entry.labels} statistics={statistics} />
            <BoxPlots statistics={statistics} />
          </PlotGrid>
          <LeftOut leftOut={entry.leftOut} />
          <p className={styles.soft}>
            {text.digest}: <code>{entry.itemsSha256}</code>
          </p>
        </>
      )}
    </Loaded>
  )
}

function LeftOut({ leftOut }: { leftOut: PartProps['entry']['leftOut'] }) {
  const text = useText().datasets
  const { number } = useFormat()
  const reasons: Readonly<Record<string, string>> = text.leftOutWhy
  const parts = Object.entries(leftOut).filter(([, count]) => count > 0)
  if (parts.length === 0) return null
  return (
    <Card title={text.leftOut}>
      <ul className={styles.plainList}>
        {parts.map(([why, count]) => (
          <li key={why}>
            <b>{number(count)}</b> {reasons[why] ?? why}
          </li>
        ))}
      </ul>
    </Card>
  )
}
