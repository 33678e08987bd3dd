import { useState } from 'react'
import { call, type Input } from '../../api/call.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Problem } from '../../design/state.tsx'
import { useText } from '../../text/text.ts'
import styles from './models.module.css'

type File = Input<'linkModelFile'>['params']['file']

/** What a model of the register has, whoever made it; a run leaves its figures beside. */
const always: readonly File[] = ['model.onnx', 'model.json', 'selftest.json', 'model.sig']

interface ModelFilesProps {
  readonly model: { readonly name: string; readonly version: string; readonly run?: string | undefined }
}

/** Each file by a link that is good for some minutes, made when somebody asks for it. */
export function ModelFiles({ model: { name, version, run } }: ModelFilesProps) {
  const text = useText().models
  const [busy, setBusy] = useState<File>()
  const [error, setError] = useState<unknown>()
  const files = run === undefined ? always : ([...always, 'metrics.json'] as const)
  const download = async (file: File) => {
    setBusy(file)
    setError(undefined)
    try {
      const { url } = await call('linkModelFile', { params: { name, version, file } })
      window.open(url, '_blank', 'noopener')
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <Card title={text.files}>
      <p className={styles.soft}>{text.filesLead}</p>
      <ul className={styles.files}>
        {files.map((file) => (
          <li key={file}>
            <span>
              <code>{file}</code> <span className={styles.soft}>{text.file[file]}</span>
            </span>
            <Button size="small" icon="download" label={text.download(file)} isBusy={busy === file} onClick={() => void download(file)} />
          </li>
        ))}
      </ul>
      {error !== undefined && <Problem error={error} />}
    </Card>
  )
}
