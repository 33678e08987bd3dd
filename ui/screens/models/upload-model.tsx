import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { keyOf } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Progress } from '../../design/progress.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './models.module.css'
import { sendModel } from './send-model.ts'

interface UploadModelProps {
  readonly site: string
  readonly onClose: () => void
  readonly onTaken: (model: { readonly name: string; readonly version: string }) => void
}

/** The API refuses more. */
const maxBytes = 100 * 1024 ** 2

/** Brings a model in as a ZIP; the answer of the API says what is wrong with it. */
export function UploadModel({ site, onClose, onTaken }: UploadModelProps) {
  const text = useText()
  const words = text.models
  const { bytes } = useFormat()
  const toast = useToast()
  const client = useQueryClient()
  const form = useId()
  const [file, setFile] = useState<File>()
  const [isTried, setTried] = useState(false)
  const [sent, setSent] = useState<number>()
  const [error, setError] = useState<unknown>()
  const upload = useRef<AbortController>(undefined)
  // Who closes the dialog gives the upload up.
  useEffect(() => () => upload.current?.abort(), [])
  const wrong =
    file === undefined ? (isTried ? words.zipMissing : undefined) : file.size > maxBytes ? words.zipTooLarge(bytes(file.size)) : undefined

  const run = async (chosen: File) => {
    const control = new AbortController()
    const { signal } = control
    upload.current = control
    setError(undefined)
    setSent(0)
    try {
      const model = await sendModel({ site, file: chosen, onProgress: setSent, signal })
      await client.invalidateQueries({ queryKey: keyOf('listModels') })
      toast({ message: words.taken(`${model.name} ${model.version}`) })
      onTaken(model)
    } catch (cause) {
      if (!signal.aborted) setError(cause)
    } finally {
      setSent(undefined)
    }
  }
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (file !== undefined && wrong === undefined) void run(file)
  }
  return (
    <Dialog
      title={words.upload}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{text.shell.cancel}</Button>
          <Button type="submit" form={form} look="primary" icon="upload" isBusy={sent !== undefined}>
            {words.send}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={submit} noValidate>
        <Field label={words.zip} hint={words.zipHint} error={wrong}>
          <input
            type="file"
            accept=".zip,application/zip"
            disabled={sent !== undefined}
            onChange={(event) => {
              setFile(event.target.files?.[0])
              setError(undefined)
            }}
          />
        </Field>
        {sent !== undefined && file !== undefined && (
          <div className={styles.uploading}>
            <Progress label={words.uploading} value={sent < file.size ? sent / file.size : undefined} />
            <p role="status">{sent < file.size ? words.uploading : words.checking}</p>
            <p className={styles.soft}>{words.uploaded(bytes(sent), bytes(file.size))}</p>
          </div>
        )}
        {error !== undefined && <Problem error={error} onRetry={() => submit()} />}
      </form>
    </Dialog>
  )
}
