import type { Answer } from '../../api/call.ts'
import { Card } from '../../design/page.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './datasets.module.css'

type Diff = Answer<'diffDatasets'>
type Pair = Diff['splits'][number]['frames']

/** What is different between two versions, in figures: before and after. */
export function DiffTables({ diff: { against, frames, labels, splits, moved } }: { diff: Diff }) {
  const text = useText().datasets
  const { number } = useFormat()
  const sides = ({ before, after }: Pair) => (
    <span className={after === before ? styles.same : undefined}>
      {number(before)} → {number(after)}
    </span>
  )
  const column = (title: string, of: (row: Diff['splits'][number]) => Pair): Column<Diff['splits'][number]> => ({
    title,
    isNumber: true,
    cell: (row) => sides(of(row)),
  })
  return (
    <>
      <h2>{text.since(against)}</h2>
      <Tiles>
        <Tile name={text.kindCount.added} value={`+${number(frames.added)}`} tone={frames.added > 0 ? 'good' : 'plain'} />
        <Tile
          name={text.kindCount.removed}
          value={frames.removed === 0 ? '0' : `−${number(frames.removed)}`}
          tone={frames.removed > 0 ? 'warning' : 'plain'}
        />
        <Tile name={text.kindCount.changed} value={number(frames.changed)} />
        <Tile name={text.kindCount.same} value={number(frames.same)} />
        {moved > 0 && <Tile name={text.kindCount.moved} value={number(moved)} tone="critical" />}
      </Tiles>
      {moved > 0 && (
        <p role="alert" className={styles.warning}>
          {text.movedWarning(number(moved))}
        </p>
      )}
      <div className={styles.two}>
        <Card title={text.beforeAfter}>
          <Table
            caption={text.beforeAfter}
            rows={splits}
            keyOf={({ split }) => split}
            columns={[
              { title: text.splitTitle, cell: ({ split }) => text.split[split] },
              column(text.framesTitle, (row) => row.frames),
              column(text.group.positive, (row) => row.positive),
              column(text.group['false-positive'], (row) => row.falsePositive),
              column(text.boxes, (row) => row.annotations),
            ]}
          />
        </Card>
        <Card title={text.byLabel}>
          <Table
            caption={text.byLabel}
            rows={labels}
            keyOf={({ label }) => label}
            columns={[
              { title: text.label, cell: ({ label }) => <bdi>{label}</bdi> },
              { title: text.boxes, isNumber: true, cell: ({ annotations }) => sides(annotations) },
              { title: text.newBoxes, isNumber: true, cell: ({ added }) => (added > 0 ? `+${number(added)}` : '0') },
              { title: text.goneBoxes, isNumber: true, cell: ({ removed }) => (removed > 0 ? `−${number(removed)}` : '0') },
            ]}
          />
        </Card>
      </div>
    </>
  )
}
