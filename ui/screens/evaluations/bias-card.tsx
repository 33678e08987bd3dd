import { Card } from '../../design/page.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { Tag } from '../../design/tag.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import type { Evaluation } from './evaluation.ts'
import styles from './evaluations.module.css'
import { useShare } from './use-share.ts'

type BiasFigure = NonNullable<Evaluation['test']['bias']>[number]

const order = { gap: 0, even: 1, few: 2 } as const

/** Where the candidate is worse than elsewhere; gaps come first, and each figure says what it rests on. */
export function BiasCard({ figures }: { figures: readonly BiasFigure[] }) {
  const text = useText().evaluations
  const names = useNames()
  const { share, points } = useShare()
  const groupName = ({ dimension, group }: BiasFigure) =>
    dimension === 'camera' ? names.camera(group) : (Object.entries(text.biasGroup).find(([name]) => name === group)?.[1] ?? group)
  const of = ({ right, count, share: value }: BiasFigure['recall']) => `${share(value ?? 0)} (${right}/${count})`
  const columns: Column<BiasFigure>[] = [
    {
      title: text.biasVerdict,
      cell: ({ verdict }) => <Tag tone={verdict === 'gap' ? 'warning' : 'plain'}>{text.biasVerdicts[verdict]}</Tag>,
    },
    {
      title: text.biasPart,
      cell: (figure) => (
        <>
          {text.biasDimension[figure.dimension]}: <bdi>{groupName(figure)}</bdi>
        </>
      ),
    },
    { title: text.label, cell: ({ label }) => <bdi>{label}</bdi> },
    { title: text.biasHere, isNumber: true, cell: ({ recall }) => of(recall) },
    { title: text.biasElsewhere, isNumber: true, cell: ({ rest }) => of(rest) },
    { title: text.biasGap, isNumber: true, cell: ({ gap, low, high }) => `${points(gap)} (${points(low)} – ${points(high)})` },
  ]
  return (
    <Card title={text.biasTitle}>
      <p className={styles.soft}>{text.biasNote}</p>
      <Table
        caption={text.biasTitle}
        columns={columns}
        rows={figures.toSorted((a, b) => order[a.verdict] - order[b.verdict] || b.gap - a.gap)}
        keyOf={({ dimension, group, label }) => `${dimension} ${group} ${label}`}
      />
    </Card>
  )
}
