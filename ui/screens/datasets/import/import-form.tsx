import { type FormEvent, useEffect, useRef, useState } from 'react'
import { call, type Input } from '../../../api/call.ts'
import { Button } from '../../../design/button.tsx'
import { Field } from '../../../design/field.tsx'
import { Card } from '../../../design/page.tsx'
import { Progress } from '../../../design/progress.tsx'
import { Problem } from '../../../design/state.tsx'
import { useSite } from '../../../people/site.tsx'
import { useText } from '../../../text/text.ts'
import { useFormat } from '../../../text/use-format.ts'
import styles from './import.module.css'
import { PickFile } from './pick-file.tsx'
import { uploadFile } from './upload-file.ts'

type Request = Input<'requestImport'>['body']

/** The API refuses more. */
const maxBytes = 2 * 1024 ** 3

/** Which file, in which format, and what its empty pictures mean; then the upload with its progress. */
export function ImportForm({ onStarted }: { onStarted: (id: string) => void }) {
  const text = useText()
  const words = text.datasets
  const { bytes, percent } = useFormat()
  const site = useSite()
  const [file, setFile] = useState<File>()
  const [isMissing, setMissing] = useState(false)
  const [format, setFormat] = useState<Request['format']>('coco')
  const [emptyPictures, setEmptyPictures] = useState<NonNullable<Request['emptyPictures']>>('nothing-there')
  const [sent, setSent] = useState<number>()
  const [error, setError] = useState<unknown>()
  const upload = useRef<AbortController>(undefined)
  // Who leaves the page gives the upload up.
  useEffect(() => () => upload.current?.abort(), [])

  const wrong =
    file === undefined
      ? isMissing
        ? words.importMissing
        : undefined
      : file.size === 0
        ? words.importEmptyFile
        : file.size > maxBytes
          ? words.importTooLarge(bytes(file.size))
          : undefined

  const run = async (chosen: File) => {
    const control = new AbortController()
    upload.current = control
    setError(undefined)
    setSent(0)
    try {
      const { id, upload: place } = await call('requestImport', { body: { site: site.id, format, emptyPictures } }, control.signal)
      await uploadFile({ url: place.url, file: chosen, onProgress: setSent, signal: control.signal })
      await call('startImport', { params: { id } })
      onStarted(id)
    } catch (cause) {
      if (!control.signal.aborted) setError(cause)
    } finally {
      setSent(undefined)
    }
  }
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setMissing(file === undefined)
    if (file !== undefined && wrong === undefined) void run(file)
  }

  return (
    <Card>
      <form className={styles.form} onSubmit={submit}>
        <PickFile file={file} error={wrong} onPick={setFile} isBusy={sent !== undefined} />
        <Field label={words.format}>
          <select value={format} onChange={(event) => setFormat(event.target.value as Request['format'])}>
            {Object.entries(words.importFormats).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.emptyPictures}>
          <select value={emptyPictures} onChange={(event) => setEmptyPictures(event.target.value as 'nothing-there' | 'not-looked-at')}>
            {Object.entries(words.empty).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        {sent !== undefined && file !== undefined ? (
          <div className={styles.uploading} role="status">
            <p>
              {words.uploading} · {words.uploaded(bytes(sent), bytes(file.size))} · {percent(sent / file.size)}
            </p>
            <Progress label={words.uploading} value={sent / file.size} />
            <Button onClick={() => upload.current?.abort()}>{text.shell.cancel}</Button>
          </div>
        ) : (
          <Button type="submit" look="primary" size="large" icon="upload">
            {words.importStart}
          </Button>
        )}
        {error !== undefined && (
          <>
            <p>{words.uploadFailed}</p>
            <Problem error={error} onRetry={() => submit()} />
          </>
        )}
      </form>
    </Card>
  )
}
