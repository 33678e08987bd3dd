import { useState } from 'react'
import type { Answer } from '../../../api/call.ts'
import { useAction, useApi } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Card } from '../../../design/page.tsx'
import { Progress } from '../../../design/progress.tsx'
import { Loaded, Problem } from '../../../design/state.tsx'
import { Tag, type Tone } from '../../../design/tag.tsx'
import { useText } from '../../../text/text.ts'
import { useFormat } from '../../../text/use-format.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import styles from './import.module.css'
import { ImportReport } from './import-report.tsx'

type Import = Answer<'getImport'>
const everyMs = 1_000
const tones: Record<Import['state'], Tone> = { waiting: 'info', reading: 'info', applying: 'info', done: 'good', failed: 'critical' }

/** How far an import is; at its end its report, or why it was refused. */
export function ImportProgress({ id, onAnother }: { id: string; onAnother: () => void }) {
  const text = useText().datasets
  const { bytes } = useFormat()
  const [isOver, setOver] = useState(false)
  const found = useApi('getImport', { params: { id } }, { everyMs: isOver ? undefined : everyMs })
  const again = useAction('startImport', ['getImport'])
  const state = found.data?.state
  const over = state === 'done' || state === 'failed' || state === 'waiting'
  if (state !== undefined && over !== isOver) setOver(over)
  return (
    <Loaded of={found}>
      {(job) => (
        <>
          <Card>
            <div className={styles.head} role="status">
              <Tag tone={tones[job.state]}>{text.importState[job.state]}</Tag>
              <span>
                {text.importFormats[job.format]} · {job.bytes !== undefined && `${bytes(job.bytes)} · `}
                {text.empty[job.emptyPictures]} · <SiteTime at={job.requestedAt} site={job.site} />
              </span>
            </div>
            {!over && <Progress label={text.importState[job.state]} value={undefined} />}
            {job.state === 'waiting' && <p>{text.importNotStarted}</p>}
            {job.problem !== undefined && (
              <p className={styles.error} role="alert">
                <bdi>{job.problem}</bdi>
              </p>
            )}
            <div className={styles.actions}>
              {job.state === 'failed' && (
                <Button icon="retry" isBusy={again.isPending} onClick={() => again.mutate({ params: { id } })}>
                  {text.importAgain}
                </Button>
              )}
              {over && (
                <Button icon="upload" onClick={onAnother}>
                  {text.importAnother}
                </Button>
              )}
            </div>
            {again.error && <Problem error={again.error} />}
          </Card>
          {job.report !== undefined && <ImportReport report={job.report} />}
        </>
      )}
    </Loaded>
  )
}
