import { cloneElement, type ReactElement, type ReactNode, useId } from 'react'
import styles from './field.module.css'

export interface FieldProps {
  readonly label: string
  /** One input, select or textarea; it gets its id here. */
  readonly children: ReactElement<{ id?: string; 'aria-describedby'?: string | undefined; 'aria-invalid'?: boolean | undefined }>
  readonly hint?: ReactNode
  readonly error?: string | undefined
}

/** A labelled input with what is wrong with it. */
export function Field({ label, children, hint, error }: FieldProps) {
  const id = useId()
  const note = `${id}-note`
  const hasNote = error !== undefined || hint !== undefined
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {cloneElement(children, { id, 'aria-describedby': hasNote ? note : undefined, 'aria-invalid': error !== undefined || undefined })}
      {hasNote && (
        <p id={note} className={error === undefined ? styles.hint : styles.error}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}
