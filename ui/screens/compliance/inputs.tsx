import { useState } from 'react'
import { Field } from '../../design/field.tsx'
import { wordsIn } from './policy-draft.ts'

export interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly title: string }[]
  readonly onChange: (value: Value) => void
  readonly hint?: string
}

/** One of a few. */
export function Choice<Value extends string>({ label, value, options, onChange, hint }: ChoiceProps<Value>) {
  return (
    <Field label={label} hint={hint}>
      <select value={value} onChange={({ target }) => onChange(options.find((option) => option.value === target.value)!.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </Field>
  )
}

export interface NumberFieldProps {
  readonly label: string
  readonly value: number | undefined
  /** Empty is a value, too. */
  readonly isOptional?: boolean
  /** 100 where a share is written in per cent. */
  readonly scale?: number
  readonly hint?: string
  readonly error: string | undefined
  readonly onChange: (value: number | undefined) => void
}

/** A number as it is being typed; NaN for what is none, which the schema of the call says of the field. */
export function NumberField({ label, value, isOptional = false, scale = 1, hint, error, onChange }: NumberFieldProps) {
  const written = (number: number | undefined) =>
    number === undefined || Number.isNaN(number) ? '' : String(Math.round(number * scale * 1e6) / 1e6)
  const [text, setText] = useState(() => written(value))
  const type = (typed: string) => {
    setText(typed)
    const trimmed = typed.trim().replace(',', '.')
    if (trimmed === '') return onChange(isOptional ? undefined : Number.NaN)
    onChange(Math.round((Number(trimmed) / scale) * 1e8) / 1e8)
  }
  return (
    <Field label={label} hint={hint} error={error}>
      <input inputMode="decimal" value={text} onChange={({ target }) => type(target.value)} />
    </Field>
  )
}

export interface WordListProps {
  readonly label: string
  readonly words: readonly string[]
  readonly hint?: string
  readonly error?: string | undefined
  readonly onChange: (words: string[]) => void
}

/** Words between commas. */
export function WordList({ label, words, hint, error, onChange }: WordListProps) {
  const [text, setText] = useState(() => words.join(', '))
  return (
    <Field label={label} hint={hint} error={error}>
      <input
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          onChange(wordsIn(target.value))
        }}
      />
    </Field>
  )
}
