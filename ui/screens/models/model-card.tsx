import type { Answer } from '../../api/call.ts'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './models.module.css'

/** What a device must know to run a model. */
export function ModelCard({ model: { card, bytes, digest } }: { model: Answer<'getModel'> }) {
  const text = useText().models
  const format = useFormat()
  const { input, head, labels, thresholds, licence, commit } = card
  return (
    <Card title={text.card}>
      <dl className={styles.terms}>
        <dt>{text.input}</dt>
        <dd>
          {text.inputOf(input.width, input.height, input.type, input.layout)}; {text.fit[input.fit]}
        </dd>
        <dt>{text.head}</dt>
        <dd>{text.heads[head]}</dd>
        <dt>{text.threshold}</dt>
        <dd>{labels.map((label) => `${label} ${format.percent(thresholds[label] ?? 0)}`).join(', ')}</dd>
        <dt>{text.size}</dt>
        <dd>{format.bytes(bytes)}</dd>
        <dt>{text.licence}</dt>
        <dd>{licence}</dd>
        {commit !== undefined && (
          <>
            <dt>{text.commit}</dt>
            <dd className={styles.digest}>{commit}</dd>
          </>
        )}
        <dt>{text.digest}</dt>
        <dd className={styles.digest}>{digest}</dd>
      </dl>
    </Card>
  )
}
