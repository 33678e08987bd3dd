import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Field } from '../../../design/field.tsx'
import { useSite } from '../../../people/site.tsx'
import { useMe } from '../../../people/use-me.ts'
import { useText } from '../../../text/text.ts'
import { useArchiveSearch } from '../use-archive-search.ts'
import { actionWords } from './action-words.ts'
import styles from './audit.module.css'

export interface AuditFiltersProps {
  /** Of people, by id. */
  readonly names: Readonly<Record<string, string>>
  /** Who was on the chain lately. */
  readonly people: readonly string[]
  readonly isFiltered: boolean
}

const none = { who: undefined, kind: undefined, about: undefined, since: undefined, until: undefined }

/** By person, action, object and time; all of it is the address. */
export function AuditFilters({ names, people, isFiltered }: AuditFiltersProps) {
  const text = useText()
  const words = text.archive.audit
  const site = useSite()
  const { sites } = useMe()
  const { search, show } = useArchiveSearch()
  const nameOf = (who: string) => names[who] ?? (who === 'system' ? words.system : who)
  const kinds = [...new Set([...Object.keys(words.actions), ...(search.kind === undefined ? [] : [search.kind])])]
  const byName = (nameOf: (one: string) => string) => (a: string, b: string) => nameOf(a).localeCompare(nameOf(b))
  const wordsOf = (kind: string) => actionWords(words.actions, kind)
  return (
    <div className={styles.filters}>
      {sites === 'all' && (
        <Field label={words.chain}>
          <select value={search.chain ?? ''} onChange={(event) => show({ chain: event.target.value === '' ? undefined : 'organisation' })}>
            <option value="">{site.name}</option>
            <option value="organisation">{words.organisation}</option>
          </select>
        </Field>
      )}
      <Field label={words.person}>
        <select value={search.who ?? ''} onChange={(event) => show({ who: event.target.value || undefined })}>
          <option value="">{text.words.all}</option>
          {[...new Set(['system', ...people, ...(search.who === undefined ? [] : [search.who])])].sort(byName(nameOf)).map((who) => (
            <option key={who} value={who}>
              {nameOf(who)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.kind}>
        <select value={search.kind ?? ''} onChange={(event) => show({ kind: event.target.value || undefined })}>
          <option value="">{text.words.all}</option>
          {kinds.sort(byName(wordsOf)).map((kind) => (
            <option key={kind} value={kind}>
              {wordsOf(kind)}
            </option>
          ))}
        </select>
      </Field>
      <About about={search.about ?? ''} onAbout={(about) => show({ about: about || undefined })} />
      <Field label={words.since}>
        <input type="date" value={search.since ?? ''} onChange={(event) => show({ since: event.target.value || undefined })} />
      </Field>
      <Field label={words.until}>
        <input type="date" value={search.until ?? ''} onChange={(event) => show({ until: event.target.value || undefined })} />
      </Field>
      {isFiltered && (
        <Button icon="close" look="quiet" onClick={() => show(none)}>
          {words.clear}
        </Button>
      )}
    </div>
  )
}

/** Looked for with Enter, or when one leaves the field: not with every letter. */
function About({ about, onAbout }: { about: string; onAbout: (about: string) => void }) {
  const words = useText().archive.audit
  const [written, setWritten] = useState(about)
  useEffect(() => setWritten(about), [about])
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (written.trim() !== about) onAbout(written.trim())
  }
  return (
    <form onSubmit={submit}>
      <Field label={words.about}>
        <input
          type="search"
          value={written}
          placeholder={words.aboutExample}
          onChange={(event) => setWritten(event.target.value)}
          onBlur={() => submit()}
        />
      </Field>
    </form>
  )
}
