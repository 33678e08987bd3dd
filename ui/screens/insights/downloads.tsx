import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Card } from '../../design/page.tsx'
import { useToast } from '../../design/toast.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import styles from './insights.module.css'

const facts = ['incidents', 'objects', 'cameras', 'anomalies'] as const
type Fact = (typeof facts)[number]

/** The days that one looks at as a file, in the columns of those that the site writes every night. */
export function Downloads({ span, isTooLong }: { span: { readonly from: string; readonly to: string }; isTooLong: boolean }) {
  const text = useText().insights
  const { id: site } = useSite()
  const toast = useToast()
  const [fact, setFact] = useState<Fact>('incidents')
  const link = useAction('linkInsightFile')
  const download = (format: 'csv' | 'parquet') =>
    link.mutate(
      { params: { site, fact }, query: { ...span, format } },
      {
        onSuccess: ({ url }) => location.assign(url),
        onError: () => toast({ message: text.noFile, isProblem: true }),
      },
    )
  return (
    <Card title={text.files}>
      <p className={styles.note}>{isTooLong ? text.filesTooLong : text.filesNote}</p>
      {!isTooLong && (
        <div className={styles.files}>
          <Field label={text.fact}>
            <select value={fact} onChange={({ target }) => setFact(target.value as Fact)}>
              {facts.map((name) => (
                <option key={name} value={name}>
                  {text.facts[name]}
                </option>
              ))}
            </select>
          </Field>
          <Button icon="download" disabled={link.isPending} onClick={() => download('csv')}>
            CSV
          </Button>
          <Button icon="download" disabled={link.isPending} onClick={() => download('parquet')}>
            Parquet
          </Button>
        </div>
      )}
    </Card>
  )
}
