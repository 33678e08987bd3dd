import { type ReactNode, useEffect, useState } from 'react'
import { ApiProblem } from '../api/api-problem.ts'
import { useText } from '../text/text.ts'
import { useProblemWords } from '../text/use-problem-words.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import styles from './state.module.css'

/** A list without anything in it: says why, and what to do. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <Icon name={icon} size={32} />
      <p className={styles.title}>{title}</p>
      {children !== undefined && <div className={styles.more}>{children}</div>}
    </div>
  )
}

/** Below this wait nothing is shown: a flash of "loading" reads as slower than none. */
const patienceMs = 300

/** A wait that shows itself. */
export function Waiting({ label }: { label?: string }) {
  const text = useText().shell
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={styles.waiting} role="status" aria-busy="true">
      {isShown && (
        <>
          <span className={styles.spinner} aria-hidden="true" />
          {label ?? text.loading}
        </>
      )}
    </div>
  )
}

/** What went wrong, what to do next, and a way to try again. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const text = useText().problems
  const wordsOf = useProblemWords()
  const problem = error instanceof ApiProblem ? error : undefined
  const secondsLeft = useSecondsLeft(problem)
  const advice =
    problem === undefined
      ? text.page
      : problem.status === 0
        ? text.offline
        : problem.status === 403
          ? text.forbidden
          : problem.status === 404
            ? text.missing
            : problem.status === 429
              ? text.tooMany(secondsLeft)
              : problem.status >= 500
                ? text.server
                : undefined
  return (
    <div className={styles.problem} role="alert">
      <p className={styles.title}>{wordsOf(error)}</p>
      {advice !== undefined && <p>{advice}</p>}
      {problem?.correlation !== undefined && problem.status >= 500 && (
        <p>
          {text.correlation} <code>{problem.correlation}</code>
        </p>
      )}
      {onRetry !== undefined && (
        <Button icon="retry" disabled={secondsLeft > 0} onClick={onRetry}>
          {text.retry}
        </Button>
      )}
    </div>
  )
}

/** Counts down to when a call that came too early has a chance; 0 = now. */
function useSecondsLeft(problem: ApiProblem | undefined): number {
  const [since, setSince] = useState({ problem, passed: 0 })
  if (since.problem !== problem) setSince({ problem, passed: 0 })
  const left = Math.max(0, (problem?.retryAfterSeconds ?? 0) - since.passed)
  const isWaiting = left > 0
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => setSince((before) => ({ ...before, passed: before.passed + 1 })), 1000)
    return () => clearInterval(timer)
  }, [isWaiting])
  return left
}

interface Read<Data> {
  readonly data: Data | undefined
  readonly error: unknown
  refetch(): unknown
}

/** What was read, or the wait for it, or why it could not be read. What is there already stays while it is read anew. */
export function Loaded<Data>({ of, children }: { of: Read<Data>; children: (data: Data) => ReactNode }) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <Problem error={of.error} onRetry={() => of.refetch()} />
  return <Waiting />
}
