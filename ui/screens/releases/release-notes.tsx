import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import type { Release } from './release-state.tsx'
import styles from './releases.module.css'
import { useStartRollout } from './use-start-rollout.ts'

/** What one should know or do about a release now; nothing while it is made. */
export function ReleaseNotes({ release }: { release: Release }) {
  const words = useText().releases
  const { state, deployedAt, approval, problem } = release
  if (state === 'failed') return <Failed release={release} />
  if (state === 'revoked') {
    return (
      <div className={styles.bad} role="status">
        {words.revoked}
      </div>
    )
  }
  if (deployedAt !== undefined) return approval === undefined ? null : <ToRollout release={release} />
  return state === 'ready' || problem !== undefined ? <Held release={release} /> : null
}

function Failed({ release: { id, problem } }: { release: Release }) {
  const words = useText().releases
  const toast = useToast()
  const mayRetry = useCan('iot-engineer')
  const retry = useAction('retryRelease', ['getRelease', 'listReleases'])
  const submit = () => retry.mutate({ params: { id } }, { onSuccess: () => toast({ message: words.retried }) })
  return (
    <div className={styles.bad} role="alert">
      <p className={styles.strong}>{words.failed}</p>
      {problem !== undefined && (
        <p>
          <bdi>{problem}</bdi>
        </p>
      )}
      <p>{words.failedAdvice}</p>
      {mayRetry && (
        <Button icon="retry" isBusy={retry.isPending} onClick={submit}>
          {words.retry}
        </Button>
      )}
      {retry.error && <Problem error={retry.error} onRetry={submit} />}
    </div>
  )
}

/** Ready, and not on its way yet. */
function Held({ release }: { release: Release }) {
  const words = useText().releases
  const mayStart = useCan('iot-engineer') && release.state === 'ready' && release.approval !== undefined
  const start = useStartRollout(release)
  return (
    <div className={release.problem === undefined ? styles.good : styles.warned} role="status">
      {release.problem !== undefined && (
        <>
          <p className={styles.strong}>{words.held}</p>
          <p>
            <bdi>{release.problem}</bdi>
          </p>
        </>
      )}
      <p>{words.startWhat}</p>
      {mayStart && (
        <Button icon="upload" isBusy={start.isPending} onClick={start.submit}>
          {words.start}
        </Button>
      )}
      {start.error !== null && <Problem error={start.error} onRetry={start.submit} />}
    </div>
  )
}

function ToRollout({ release: { id, site } }: { release: Release }) {
  const words = useText().releases
  const rollouts = useApi('listRollouts', { query: { site, limit: 50 } })
  // Newest first: of several the one that counts.
  const rollout = rollouts.data?.items.find(({ release }) => release === id)
  if (rollout === undefined) return null
  return (
    <div className={styles.good} role="status">
      <p className={styles.strong}>{words.deployed}</p>
      <ButtonLink look="primary" icon="forward" to="/fleet/rollouts/$id" params={{ id: rollout.id }}>
        {words.toRollout}
      </ButtonLink>
    </div>
  )
}
