import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useText } from '../text/text.ts'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons at the end. */
  readonly actions?: ReactNode
  readonly isWide?: boolean
}

/** A question or a form before the page. The browser keeps the focus inside, and Escape closes it. */
export function Dialog({ title, onClose, children, actions, isWide = false }: DialogProps) {
  const text = useText().shell
  const dialog = useRef<HTMLDialogElement>(null)
  const name = useId()
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      className={`${styles.dialog} ${isWide ? styles.wide : ''}`}
      aria-labelledby={name}
      onClose={onClose}
      onCancel={onClose}
    >
      <header>
        <h2 id={name}>{title}</h2>
        <Button look="quiet" size="small" icon="close" label={text.close} onClick={onClose} />
      </header>
      <div className={styles.body}>{children}</div>
      {actions !== undefined && <footer>{actions}</footer>}
    </dialog>
  )
}
