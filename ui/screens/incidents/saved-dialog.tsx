import { type FormEvent, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import type { FilterPart } from './filter-words.ts'
import { type IncidentFilter, isSameFilter } from './incident-filter.ts'
import styles from './saved-dialog.module.css'
import type { SavedFilter, SavedFilters } from './saved-filters.ts'

export interface SavedDialogProps {
  readonly saved: SavedFilters
  readonly filter: IncidentFilter
  readonly wordsOf: (filter: IncidentFilter) => readonly FilterPart[]
  readonly onChoose: (filter: IncidentFilter) => void
  readonly onClose: () => void
}

export function SavedDialog({ saved, filter, wordsOf, onChoose, onClose }: SavedDialogProps) {
  const text = useText().incidents.saved
  const words = (one: IncidentFilter) => wordsOf(one).map((part) => part.words)
  const inWords = words(filter).join(', ')
  const [name, setName] = useState(inWords.slice(0, 60))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saved.save(name.trim(), filter)
    onClose()
  }
  return (
    <Dialog title={text.title} onClose={onClose}>
      {saved.all.length === 0 && <p className={styles.none}>{text.none}</p>}
      <ul className={styles.all}>
        {saved.all.map((one) => (
          <SavedRow
            key={one.name}
            one={one}
            saved={saved}
            words={words(one.filter).join(', ') || text.everything}
            onChoose={() => {
              onChoose(one.filter)
              onClose()
            }}
          />
        ))}
      </ul>
      {inWords !== '' && !saved.all.some((one) => isSameFilter(one.filter, filter)) && (
        <form className={styles.new} onSubmit={submit}>
          <Field label={text.name} hint={inWords}>
            <input required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Button type="submit" look="primary" icon="star" disabled={name.trim() === ''}>
            {text.save}
          </Button>
        </form>
      )}
    </Dialog>
  )
}

function SavedRow({ one, words, saved, onChoose }: { one: SavedFilter; words: string; saved: SavedFilters; onChoose: () => void }) {
  const text = useText()
  const own = text.incidents.saved
  const toast = useToast()
  const [next, setNext] = useState<string>()
  const rename = (event: FormEvent) => {
    event.preventDefault()
    saved.rename(one.name, next?.trim() || one.name)
    setNext(undefined)
  }
  const remove = () => {
    saved.remove(one.name)
    toast({ message: own.removed(one.name), undo: () => saved.save(one.name, one.filter) })
  }
  if (next !== undefined) {
    return (
      <li>
        <form className={styles.rename} onSubmit={rename}>
          {/* biome-ignore lint/a11y/noAutofocus: one pressed "rename" to write here */}
          <input aria-label={own.name} autoFocus required maxLength={60} value={next} onChange={(event) => setNext(event.target.value)} />
          <Button type="submit" size="small">
            {text.shell.save}
          </Button>
        </form>
      </li>
    )
  }
  return (
    <li className={styles.one}>
      <button type="button" className={styles.choose} onClick={onChoose}>
        <span>{one.name}</span>
        <small>{words}</small>
      </button>
      <Button look="quiet" icon="edit" label={own.rename(one.name)} onClick={() => setNext(one.name)} />
      <Button look="quiet" icon="trash" label={own.remove(one.name)} onClick={remove} />
    </li>
  )
}
