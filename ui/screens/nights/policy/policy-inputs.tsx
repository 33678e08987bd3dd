import { Field } from '../../../design/field.tsx'
import { useText } from '../../../text/text.ts'
import { useFormat } from '../../../text/use-format.ts'
import styles from './policy.module.css'
import type { Mistakes } from './policy-draft.ts'
import { type NumberField, type PolicyName, type SamplingName, usualStart } from './policy-fields.ts'

type Mistake = Mistakes[string] | undefined

interface NumberInputProps {
  readonly name: PolicyName | SamplingName
  readonly field: NumberField
  readonly text: string
  readonly mistake: Mistake
  readonly onWrite: (text: string) => void
}

/** A number with its meaning, its default and what is wrong with it. */
export function NumberInput({ name, field, text, mistake, onWrite }: NumberInputProps) {
  const words = useText().nights
  const { number, percent } = useFormat()
  const shown = (value: number) => (field.isShare ? percent(value) : number(value))
  return (
    <Field
      label={words.field[name]}
      hint={`${words.meaning[name]} ${words.defaultIs(shown(field.usual))}`}
      error={useMistake(mistake, shown(field.least), shown(field.most))}
    >
      <input
        inputMode={field.least < 0 ? 'text' : field.isWhole ? 'numeric' : 'decimal'}
        value={text}
        onChange={(event) => onWrite(event.target.value)}
      />
    </Field>
  )
}

export function TimeInput({ text, mistake, onWrite }: Pick<NumberInputProps, 'text' | 'mistake' | 'onWrite'>) {
  const words = useText().nights
  return (
    <Field
      label={words.field.startsAt}
      hint={`${words.meaning.startsAt} ${words.defaultIs(usualStart)}`}
      error={useMistake(mistake, '', '')}
    >
      <input type="time" value={text} onChange={(event) => onWrite(event.target.value)} />
    </Field>
  )
}

interface CheckInputProps {
  readonly name: 'enabled' | 'outsideKeyframesOnly'
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

export function CheckInput({ name, isOn, onChange }: CheckInputProps) {
  const text = useText()
  const words = text.nights
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span>
        <b>{words.field[name]}</b>
        <span>
          {words.meaning[name]} {words.defaultIs(text.words.yes)}
        </span>
      </span>
    </label>
  )
}

function useMistake(mistake: Mistake, least: string, most: string): string | undefined {
  const { wrong } = useText().nights
  if (mistake === undefined) return undefined
  return mistake === 'between' ? wrong.between(least, most) : wrong[mistake]
}
