import { useState } from 'react'
import type { Input } from '../../api/call.ts'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded, Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { isUnderWay } from './dataset-export.ts'
import styles from './datasets.module.css'
import { ExportRow } from './export-row.tsx'
import type { PartProps } from './part-props.ts'

type Request = Input<'requestExport'>['body']

/** While one is being made; without one, somebody else may ask for one. */
const busyMs = 1_500
const idleMs = 30_000

/** The version in other tools' formats: what there is, how far it is, and another one. */
export function ExportsTab({ entry: { version } }: PartProps) {
  const text = useText().datasets
  const toast = useToast()
  const mayAsk = useCan('data-scientist')
  const [isBusy, setBusy] = useState(false)
  const exports = useApi('listExports', { params: { version } }, { everyMs: isBusy ? busyMs : idleMs })
  const ask = useAction('requestExport', ['listExports'])
  const underWay = exports.data?.items.some(isUnderWay) ?? false
  if (underWay !== isBusy) setBusy(underWay)
  const request = (body: Request) =>
    ask.mutate({ params: { version }, body }, { onSuccess: () => toast({ message: text.exportAsked(text.formats[body.format]) }) })
  return (
    <>
      <p className={styles.soft}>{text.exportLead}</p>
      {mayAsk && <RequestForm isBusy={ask.isPending} onRequest={request} />}
      {ask.error && <Problem error={ask.error} />}
      <Loaded of={exports}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="download" title={text.exportsNone}>
              {mayAsk ? text.exportsNoneAdvice : text.exportsNoneReader}
            </Empty>
          ) : (
            <ul className={styles.exports}>
              {items.map((one) => (
                <ExportRow key={one.id} job={one} {...(mayAsk && { onAgain: () => request({ format: one.format, images: one.images }) })} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  )
}

function RequestForm({ isBusy, onRequest }: { isBusy: boolean; onRequest: (body: Request) => void }) {
  const text = useText().datasets
  const [format, setFormat] = useState<Request['format']>('coco')
  const [images, setImages] = useState<NonNullable<Request['images']>>('included')
  return (
    <Card>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          onRequest({ format, images })
        }}
      >
        <Field label={text.format}>
          <select value={format} onChange={(event) => setFormat(event.target.value as Request['format'])}>
            {Object.entries(text.formats).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={text.pictures} {...(images === 'urls' && { hint: text.imagesHint })}>
          <select value={images} onChange={(event) => setImages(event.target.value as 'included' | 'urls')}>
            {Object.entries(text.images).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Button type="submit" look="primary" icon="download" isBusy={isBusy}>
          {text.exportAsk}
        </Button>
      </form>
    </Card>
  )
}
