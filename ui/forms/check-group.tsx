import { useId } from 'react'
import styles from './check-group.module.css'

export interface CheckGroupProps<Value extends string> {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly title: string }[]
  readonly chosen: readonly Value[]
  readonly onChange: (chosen: Value[]) => void
  readonly error?: string | undefined
  readonly hint?: string
}

/** Several of a few: days, severities, people. The order of the options stays, whatever was chosen first. */
export function CheckGroup<Value extends string>({ label, options, chosen, onChange, error, hint }: CheckGroupProps<Value>) {
  const note = useId()
  const hasNote = error !== undefined || hint !== undefined
  const toggle = (value: Value) => {
    const wanted = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
    onChange(options.map((option) => option.value).filter((one) => wanted.includes(one)))
  }
  return (
    <fieldset className={styles.group} aria-describedby={hasNote ? note : undefined}>
      <legend>{label}</legend>
      <div className={styles.options}>
        {options.map(({ value, title }) => (
          <label key={value} className={styles.option}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            {title}
          </label>
        ))}
      </div>
      {hasNote && (
        <p id={note} className={error === undefined ? styles.hint : styles.error}>
          {error ?? hint}
        </p>
      )}
    </fieldset>
  )
}
