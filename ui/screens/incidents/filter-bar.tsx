import type { RefObject } from 'react'
import { Button } from '../../design/button.tsx'
import { Chip } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import styles from './filter-bar.module.css'
import { FilterInput } from './filter-input.tsx'
import type { FilterPart } from './filter-words.ts'
import type { IncidentFilter } from './incident-filter.ts'

export interface FilterBarProps {
  readonly parts: readonly FilterPart[]
  readonly field: RefObject<HTMLInputElement | null>
  /** What is shown is one of the saved filters. */
  readonly isSaved: boolean
  readonly onChange: (change: IncidentFilter) => void
  readonly onClear: () => void
  readonly onCalendar: () => void
  readonly onSaved: () => void
}

export function FilterBar({ parts, field, isSaved, onChange, onClear, onCalendar, onSaved }: FilterBarProps) {
  const text = useText()
  const toast = useToast()
  const share = async () => {
    try {
      await navigator.clipboard.writeText(location.href)
      toast({ message: text.incidents.linkCopied })
    } catch {
      // Refused by the browser or its owner: the address bar has the same link.
      toast({ message: text.incidents.linkNotCopied, isProblem: true })
    }
  }
  return (
    <div className={styles.bar}>
      <div className={styles.line}>
        <FilterInput
          field={field}
          onAdd={onChange}
          onRemoveLast={() => {
            const last = parts.at(-1)
            if (last !== undefined) onChange(last.without)
          }}
        />
        <div className={styles.tools}>
          <Button icon="calendar" label={text.incidents.calendar.title} onClick={onCalendar} />
          <Button icon="star" label={text.incidents.saved.title} aria-pressed={isSaved} onClick={onSaved} />
          <Button icon="link" label={text.shell.copyLink} onClick={() => void share()} />
        </div>
      </div>
      {parts.length > 0 && (
        <ul className={styles.chips} aria-label={text.incidents.filters}>
          {parts.map(({ name, words, without }) => (
            <li key={name}>
              <Chip removeLabel={text.incidents.removeFilter(words)} onRemove={() => onChange(without)}>
                {words}
              </Chip>
            </li>
          ))}
          <li>
            <Button size="small" look="quiet" onClick={onClear}>
              {text.incidents.clearFilters}
            </Button>
          </li>
        </ul>
      )}
    </div>
  )
}
