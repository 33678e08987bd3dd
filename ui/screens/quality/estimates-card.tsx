import { Card } from '../../design/page.tsx'
import { Empty } from '../../design/state.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import styles from './quality.module.css'
import type { Quality } from './quality.ts'
import { type Estimate, useEstimate } from './use-estimate.ts'

interface Row {
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly estimate: Estimate
}

/** Precision from verdicts and recall from the daily sample, each with its interval and what it rests on. */
export function EstimatesCard({ quality: { verdicts, recall, model } }: { quality: Quality }) {
  const text = useText().quality
  const names = useNames()
  const rows = (kind: string, shares: Readonly<Record<string, Estimate>>, nameOf: (key: string) => string): Row[] =>
    Object.entries(shares).map(([key, estimate]) => ({ key: `${kind} ${key}`, kind, name: nameOf(key), estimate }))
  const modelName = (digest: string) => (digest === model?.digest ? `${model.name} ${model.version}` : digest.slice(0, 12))
  const precision = [
    ...rows(text.ofModel, verdicts.perModel, modelName),
    ...rows(text.ofCamera, verdicts.perCamera, names.camera),
    ...rows(text.ofRule, verdicts.perRule, names.rule),
  ]
  const found = [
    ...(recall.all.count === 0 ? [] : [{ key: 'all', kind: text.ofSite, name: text.everything, estimate: recall.all }]),
    ...rows(text.ofCamera, recall.perCamera, names.camera),
    ...rows(text.ofLabel, recall.perLabel, (label) => label),
  ]
  return (
    <>
      <Card title={text.precisionTitle}>
        <p className={styles.note}>{text.precisionNote(verdicts.days)}</p>
        {precision.length === 0 ? (
          <Empty icon="question" title={text.noVerdicts}>
            {text.noVerdictsAdvice}
          </Empty>
        ) : (
          <EstimateTable caption={text.precisionTitle} rows={precision} />
        )}
        {verdicts.findings
          .filter(({ isBreach }) => isBreach)
          .map(({ monitor }) => (
            <p key={monitor} role="status">
              <strong>{text.verdictBreach[monitor]}</strong>
            </p>
          ))}
      </Card>
      <Card title={text.recallTitle}>
        <p className={styles.note}>{text.recallNote(recall.days)}</p>
        {found.length === 0 ? (
          <Empty icon="question" title={text.noSample}>
            {text.noSampleAdvice(recall.waiting)}
          </Empty>
        ) : (
          <EstimateTable caption={text.recallTitle} rows={found} />
        )}
        <p className={styles.note}>{text.reported(recall.reported, recall.confirmed)}</p>
      </Card>
    </>
  )
}

function EstimateTable({ caption, rows }: { caption: string; rows: readonly Row[] }) {
  const text = useText().quality
  const estimate = useEstimate()
  const columns: Column<Row>[] = [
    { title: text.what, cell: ({ kind }) => kind },
    { title: text.name, cell: ({ name }) => <bdi>{name}</bdi> },
    { title: text.share, isNumber: true, cell: (row) => estimate(row.estimate).share },
    { title: text.intervalTitle, isNumber: true, cell: (row) => estimate(row.estimate).interval },
    { title: text.restsOn, isNumber: true, cell: (row) => estimate(row.estimate).of },
  ]
  return <Table caption={caption} columns={columns} rows={rows} keyOf={({ key }) => key} />
}
