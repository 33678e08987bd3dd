import type { Answer } from '../../../api/call.ts'
import { Card } from '../../../design/page.tsx'
import { Table } from '../../../design/table.tsx'
import { Tag } from '../../../design/tag.tsx'
import { Tile, Tiles } from '../../../design/tiles.tsx'
import { useText } from '../../../text/text.ts'
import { useFormat } from '../../../text/use-format.ts'
import styles from './import.module.css'

type Report = NonNullable<Answer<'getImport'>['report']>

/** What became of every picture of an imported file. */
export function ImportReport({ report }: { report: Report }) {
  const text = useText().datasets
  const { number } = useFormat()
  const { pictures, applied, unchanged, skippedEmpty, unknownPictures, newLabels, refusedPictures, problems, recordings } = report
  const tile = text.reportTile
  return (
    <>
      <h2>{text.report}</h2>
      <Tiles>
        <Tile name={tile.pictures} value={number(pictures)} />
        <Tile name={tile.applied} value={number(applied.pictures)} tone={applied.pictures > 0 ? 'good' : 'plain'} />
        <Tile name={tile.boxes} value={number(applied.boxes)} />
        <Tile name={tile.unchanged} value={number(unchanged)} />
        <Tile name={tile.skippedEmpty} value={number(skippedEmpty)} />
        <Tile name={tile.unknown} value={number(unknownPictures.count)} tone={unknownPictures.count > 0 ? 'warning' : 'plain'} />
        <Tile name={tile.refused} value={number(refusedPictures)} tone={refusedPictures > 0 ? 'critical' : 'plain'} />
      </Tiles>
      {recordings > 0 && <p>{text.reportNext(number(recordings))}</p>}
      {newLabels.length > 0 && (
        <Card title={text.newLabels}>
          <p className={styles.hint}>{text.newLabelsAdvice}</p>
          <p className={styles.actions}>
            {newLabels.map((label) => (
              <Tag key={label} tone="info">
                <bdi>{label}</bdi>
              </Tag>
            ))}
          </p>
        </Card>
      )}
      <Card title={text.refusals}>
        {problems.count === 0 ? (
          <p>{text.noProblems}</p>
        ) : (
          <>
            <p className={styles.hint}>{text.refusalsAdvice}</p>
            <Table
              caption={text.refusals}
              rows={problems.first.map((problem, index) => ({ ...problem, index }))}
              keyOf={({ index }) => String(index)}
              columns={[
                { title: text.refusalFile, cell: ({ picture, file }) => <bdi>{picture ?? file}</bdi> },
                { title: text.refusalWhere, cell: ({ where }) => <code>{where}</code> },
                { title: text.refusalReason, cell: ({ reason }) => <bdi>{reason}</bdi> },
              ]}
            />
            {problems.count > problems.first.length && <p>{text.andMore(number(problems.count - problems.first.length))}</p>}
          </>
        )}
      </Card>
      {unknownPictures.count > 0 && (
        <Card title={text.unknownPictures}>
          <p className={styles.hint}>{text.unknownAdvice}</p>
          <ul className={styles.names}>
            {unknownPictures.first.map((name) => (
              <li key={name}>
                <code>{name}</code>
              </li>
            ))}
          </ul>
          {unknownPictures.count > unknownPictures.first.length && (
            <p>{text.andMore(number(unknownPictures.count - unknownPictures.first.length))}</p>
          )}
        </Card>
      )}
    </>
  )
}
