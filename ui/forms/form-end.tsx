import type { ReactNode } from 'react'
import { ApiProblem } from '../api/api-problem.ts'
import { Button } from '../design/button.tsx'
import { Problem } from '../design/state.tsx'
import { useText } from '../text/text.ts'
import styles from './form-end.module.css'

export interface FormEndProps {
  /** Why it could not be saved; 409 = somebody else was faster. */
  readonly problem: unknown
  /** Shows what the other one has saved, in place of what was written here. */
  readonly onReload: () => void
  readonly onRetry?: (() => void) | undefined
  readonly mayChange: boolean
  readonly isBusy: boolean
  readonly isChanged: boolean
  readonly onDiscard: () => void
  /** What the button that saves is called. */
  readonly save?: string
  /** What hinders saving, in a few words. */
  readonly hint?: string | undefined
  /** Before the buttons. */
  readonly children?: ReactNode
  /** Beside the button that saves. */
  readonly more?: ReactNode
}

/** The end of a form over something that others may change as well: it stays in sight, and nobody's change is overwritten. */
export function FormEnd(props: FormEndProps) {
  const { problem, onReload, onRetry, mayChange, isBusy, isChanged, onDiscard, save, hint, children, more } = props
  const { forms: text, shell } = useText()
  return (
    <>
      {problem instanceof ApiProblem && problem.status === 409 ? (
        <div className={styles.outdated} role="alert">
          <p>{text.outdated}</p>
          <Button icon="retry" onClick={onReload}>
            {text.showTheirs}
          </Button>
        </div>
      ) : problem ? (
        <Problem error={problem} onRetry={onRetry} />
      ) : null}
      {mayChange && (
        <footer className={styles.end}>
          {children}
          <Button type="submit" look="primary" isBusy={isBusy} disabled={!isChanged}>
            {save ?? shell.save}
          </Button>
          {more}
          {isChanged && <Button onClick={onDiscard}>{shell.cancel}</Button>}
          <span className={styles.hint} role="status">
            {hint ?? (isChanged ? text.unsaved : '')}
          </span>
        </footer>
      )}
    </>
  )
}
