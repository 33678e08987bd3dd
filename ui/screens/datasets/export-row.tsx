import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Progress } from '../../design/progress.tsx'
import { Problem } from '../../design/state.tsx'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { type DatasetExport, isUnderWay } from './dataset-export.ts'
import styles from './datasets.module.css'

const tones: Record<DatasetExport['state'], Tone> = {
  waiting: 'info',
  writing: 'info',
  checking: 'info',
  ready: 'good',
  failed: 'critical',
}

/** One export: how far it is, what is in it and a way to get it, or why it failed and a way to ask again. */
export function ExportRow({ job, onAgain }: { job: DatasetExport; onAgain?: () => void }) {
  const text = useText()
  const words = text.datasets
  const { number, bytes, percent } = useFormat()
  const toast = useToast()
  const mayDownload = useCan('data-scientist', 'safety-auditor')
  const link = useAction('linkExport')
  const name = words.formats[job.format]
  const { id, state, sha256 } = job
  // The browser saves what it is led to: storage answers as an attachment.
  const download = () => link.mutate({ params: { id } }, { onSuccess: ({ url }) => location.assign(url) })
  return (
    <li className={styles.export}>
      <div className={styles.exportHead}>
        <h2>{name}</h2>
        <Tag tone={tones[state]}>{words.exportState[state]}</Tag>
      </div>
      <p className={styles.soft}>
        {words.pictures}: {words.images[job.images]} · <SiteTime at={job.requestedAt} site={job.site} as="ago" />
      </p>
      {isUnderWay(job) && (
        <div className={styles.progress}>
          <Progress label={`${name}: ${words.exportState[state]}`} value={state === 'waiting' ? undefined : job.progress} />
          <span>{percent(job.progress)}</span>
        </div>
      )}
      {state === 'ready' && (
        <>
          <p>
            {bytes(job.bytes ?? 0)} · {words.exportContent(number(job.frames ?? 0), number(job.annotations ?? 0))}
            {(job.dropped ?? 0) > 0 && <> · {words.exportDropped(number(job.dropped ?? 0))}</>}
          </p>
          {sha256 !== undefined && (
            <p className={styles.digest}>
              <code>SHA-256 {sha256}</code>
              <Button
                size="small"
                look="quiet"
                icon="link"
                label={words.copyDigest}
                onClick={() => void navigator.clipboard.writeText(sha256).then(() => toast({ message: text.shell.copied }))}
              />
            </p>
          )}
          {mayDownload && (
            <Button icon="download" isBusy={link.isPending} onClick={download} aria-label={words.downloadOf(name)}>
              {words.download}
            </Button>
          )}
        </>
      )}
      {state === 'failed' && (
        <>
          <p className={styles.failed}>
            <bdi>{job.problem}</bdi>
          </p>
          {onAgain !== undefined && (
            <Button icon="retry" onClick={onAgain}>
              {words.makeAgain}
            </Button>
          )}
        </>
      )}
      {link.error && <Problem error={link.error} onRetry={download} />}
    </li>
  )
}
