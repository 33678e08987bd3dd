import type { Answer } from '../../api/call.ts'
import { Card } from '../../design/page.tsx'
import { Table } from '../../design/table.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './models.module.css'

const none = '–'
const figures = ['ap50', 'precision', 'recall', 'f1'] as const

/** What the maker of a model measured, label by label. */
export function ModelFigures({ card: { metrics } }: { card: Answer<'getModel'>['card'] }) {
  const text = useText().models
  const { percent, number } = useFormat()
  const rows = Object.entries(metrics.perClass).map(([label, measured]) => ({ label, measured }))
  return (
    <Card title={text.figures}>
      {rows.length === 0 ? (
        <p className={styles.soft}>{text.noFigures}</p>
      ) : (
        <>
          <p className={styles.soft}>{text.figuresOn(metrics.on)}</p>
          <Table
            caption={text.figures}
            rows={rows}
            keyOf={({ label }) => label}
            columns={[
              { title: text.label, cell: ({ label }) => label },
              ...figures.map((figure) => ({
                title: text[figure],
                // Of no object at all no share was found.
                cell: ({ measured }: (typeof rows)[number]) => (measured.objects === 0 ? none : percent(measured[figure])),
                isNumber: true,
              })),
              { title: text.objects, cell: ({ measured }) => number(measured.objects), isNumber: true },
            ]}
          />
        </>
      )}
    </Card>
  )
}
