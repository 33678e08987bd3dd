import { useState } from 'react'
import type { Answer } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { CheckGroup } from '../../forms/check-group.tsx'
import { FormDialog } from '../../forms/form-dialog.tsx'
import { useForm } from '../../forms/use-form.ts'
import { type Site, useSites } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import styles from './settings.module.css'

type Person = Answer<'listPeople'>['items'][number]

/** Who covers which sites. Roles come from the identity provider, and are not changed here. */
export function PeopleTab() {
  const text = useText()
  const words = text.settings
  const { all } = useSites()
  const read = useApi('listPeople', {})
  const [open, setOpen] = useState<Person | 'new'>()
  const add = (
    <Button icon="plus" onClick={() => setOpen('new')}>
      {words.addPerson}
    </Button>
  )
  return (
    <Card title={words.tabs.people} actions={add}>
      <p className={styles.soft}>{words.peopleLead}</p>
      <Loaded of={read}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="person" title={words.noPeople}>
              {words.noPeopleAdvice}
            </Empty>
          ) : (
            items.map((person) => (
              <section key={person.id} className={styles.item} aria-label={person.name}>
                <header>
                  <h3>{person.name}</h3>
                  <Button size="small" icon="edit" label={words.editNamed(person.name)} onClick={() => setOpen(person)} />
                </header>
                <p className={styles.tags}>
                  {person.sites === 'all' ? (
                    <Tag tone="info">{words.allSites}</Tag>
                  ) : person.sites.length === 0 ? (
                    <Tag tone="warning">{words.noSite}</Tag>
                  ) : (
                    person.sites.map((id) => <Tag key={id}>{all.find((site) => site.id === id)?.name ?? id}</Tag>)
                  )}
                </p>
                <p className={styles.id}>{person.id}</p>
              </section>
            ))
          )
        }
      </Loaded>
      {open !== undefined && <PersonDialog person={open === 'new' ? undefined : open} sites={all} onClose={() => setOpen(undefined)} />}
    </Card>
  )
}

function PersonDialog({ person, sites, onClose }: { person: Person | undefined; sites: readonly Site[]; onClose: () => void }) {
  const words = useText().settings
  const toast = useToast()
  const [id, setId] = useState(person?.id ?? '')
  const [name, setName] = useState(person?.name ?? '')
  const [coversAll, setCoversAll] = useState(person?.sites === 'all')
  const [covered, setCovered] = useState<string[]>(person === undefined || person.sites === 'all' ? [] : person.sites)
  // Sites that are not on the list of now (they may be new) must not be lost by saving.
  const unknown = covered.filter((one) => !sites.some((site) => site.id === one))
  const form = useForm({
    operation: 'savePerson',
    input: { params: { id: id.trim() }, body: { name, sites: coversAll ? 'all' : covered } },
    changes: ['listPeople', 'getMe', 'listSites'],
    forms: { id: words.personIdForm },
    onDone: () => {
      toast({ message: words.saved(name) })
      onClose()
    },
  })
  return (
    <FormDialog title={person === undefined ? words.addPerson : words.editNamed(person.name)} form={form} onClose={onClose}>
      <Field label={words.name} error={form.errorAt('name')}>
        <input value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Field>
      {person === undefined && (
        <Field label={words.personId} hint={words.personIdHint} error={form.errorAt('id')}>
          <input value={id} autoComplete="off" spellCheck={false} onChange={(event) => setId(event.target.value)} />
        </Field>
      )}
      <CheckGroup
        label={words.covers}
        options={[{ value: 'all', title: words.allSites }]}
        chosen={coversAll ? ['all'] : []}
        onChange={(chosen) => setCoversAll(chosen.length > 0)}
      />
      {!coversAll && (
        <CheckGroup
          label={words.tabs.sites}
          hint={covered.length === 0 ? words.coversNone : words.holdsAtOnce}
          options={[...sites.map((site) => ({ value: site.id, title: site.name })), ...unknown.map((value) => ({ value, title: value }))]}
          chosen={covered}
          onChange={setCovered}
          error={form.errorAt('sites')}
        />
      )}
    </FormDialog>
  )
}
