import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { keyOf, useAction, useApi } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Card } from '../../../design/page.tsx'
import { Progress } from '../../../design/progress.tsx'
import { Loaded, Problem } from '../../../design/state.tsx'
import { Tag } from '../../../design/tag.tsx'
import { useText } from '../../../text/text.ts'
import { useFormat } from '../../../text/use-format.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import styles from './import.module.css'
import { ImportReport } from './import-report.tsx'
import { importTones } from './import-tones.ts'

const everyMs = 1_000

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
  const client = useQueryClient()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the list knew is old with each state
  useEffect(() => void client.invalidateQueries({ queryKey: keyOf('listImports') }), [client, state])
  return (
    <Loaded of={found}>
      {(job) => (
        <>
          <Card>
            <div className={styles.head} role="status">
              <Tag tone={importTones[job.state]}>{text.importState[job.state]}</Tag>
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
