import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { Icon } from '../../design/icon.tsx'
import { useText } from '../../text/text.ts'
import styles from './filter-input.module.css'
import { type FilterOption, useFilterOptions } from './filter-options.ts'
import type { IncidentFilter } from './incident-filter.ts'

export interface FilterInputProps {
  readonly field: RefObject<HTMLInputElement | null>
  readonly onAdd: (change: IncidentFilter) => void
  /** Backspace in the empty field. */
  readonly onRemoveLast: () => void
}

/** One field for every filter: what one types is offered as camera, label, severity …, and becomes a chip. */
export function FilterInput({ field, onAdd, onRemoveLast }: FilterInputProps) {
  const text = useText().incidents
  const optionsFor = useFilterOptions()
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const id = useId()
  const options = isOpen ? optionsFor(typed) : []
  const nameOf = (index: number) => `${id}-${index}`

  const take = (option: FilterOption | undefined) => {
    if (option === undefined) return
    onAdd(option.change)
    setTyped('')
    setOpen(false)
  }
  const move = (step: number) => {
    if (!isOpen) return setOpen(true)
    const next = (active + step + options.length) % Math.max(1, options.length)
    setActive(next)
    document.getElementById(nameOf(next))?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter') take(options[active])
    else if (event.key === 'Backspace' && typed === '') return onRemoveLast()
    else if (event.key === 'Escape') {
      if (!isOpen) field.current?.blur()
      setTyped('')
      setOpen(false)
    } else return
    event.preventDefault()
  }
  return (
    <div className={styles.place}>
      <Icon name="filter" size={18} />
      <input
        ref={field}
        className={styles.field}
        role="combobox"
        aria-label={text.filterBy}
        aria-expanded={isOpen && options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && options.length > 0 ? nameOf(active) : undefined}
        placeholder={text.filterHint}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={text.filterBy} className={styles.list} hidden={options.length === 0}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          <div
            key={`${option.part}: ${option.value}`}
            id={nameOf(index)}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            // Before the field loses the focus, and with it the list.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(option)}
          >
            <span>{option.part}</span>
            {option.value}
          </div>
        ))}
      </div>
      {isOpen && options.length === 0 && <p className={styles.nothing}>{text.noFilter}</p>}
    </div>
  )
}
