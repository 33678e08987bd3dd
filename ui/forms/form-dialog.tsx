import { type ReactNode, useId } from 'react'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Problem } from '../design/state.tsx'
import { useText } from '../text/text.ts'
import styles from './form-dialog.module.css'
import type { Form } from './use-form.ts'

export interface FormDialogProps {
  readonly title: string
  readonly form: Form
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A form before the page: Enter saves, Escape leaves it. */
export function FormDialog({ title, form, onClose, children }: FormDialogProps) {
  const text = useText().shell
  const id = useId()
  const actions = (
    <>
      <Button onClick={onClose}>{text.cancel}</Button>
      <Button look="primary" type="submit" form={id} isBusy={form.isBusy}>
        {text.save}
      </Button>
    </>
  )
  return (
    <Dialog title={title} onClose={onClose} actions={actions}>
      <form
        id={id}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          const { currentTarget } = event
          form.save()
          // What is wrong is shown with the next frame; the first of it gets the focus, wherever one has scrolled to.
          requestAnimationFrame(() => currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
        }}
      >
        {children}
        {form.problem ? <Problem error={form.problem} /> : null}
      </form>
    </Dialog>
  )
}

/** Inputs that stand side by side where there is room. */
export function FormRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>
}

/** One of several parts of the same kind, with a way to take it out. */
export function FormPart({
  title,
  onRemove,
  removeLabel,
  children,
}: {
  title: string
  onRemove?: (() => void) | undefined
  removeLabel: string
  children: ReactNode
}) {
  return (
    <section className={styles.part} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {onRemove !== undefined && <Button look="quiet" size="small" icon="trash" label={removeLabel} onClick={onRemove} />}
      </header>
      {children}
    </section>
  )
}
