import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Card } from '../../design/page.tsx'
import { Table } from '../../design/table.tsx'
import { useToast } from '../../design/toast.tsx'
import { FormDialog } from '../../forms/form-dialog.tsx'
import { idFrom } from '../../forms/id-from.ts'
import { useForm } from '../../forms/use-form.ts'
import { type Site, useSites } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { useNow } from '../../time/use-now.ts'
import { wallTime } from '../../time/zoned.ts'
import styles from './settings.module.css'

/** The plants, and the clock on their walls. */
export function SitesTab() {
  const text = useText()
  const words = text.settings
  const { all } = useSites()
  const now = useNow()
  const [open, setOpen] = useState<Site | 'new'>()
  const add = (
    <Button icon="plus" onClick={() => setOpen('new')}>
      {words.addSite}
    </Button>
  )
  return (
    <Card title={words.tabs.sites} actions={add}>
      <Table
        caption={words.tabs.sites}
        rows={all}
        keyOf={({ id }) => id}
        columns={[
          { title: words.name, cell: ({ name }) => <strong>{name}</strong> },
          { title: words.siteId, cell: ({ id }) => <code>{id}</code> },
          {
            title: words.timeZone,
            cell: ({ timeZone }) => (
              <>
                {timeZone} <span className={styles.soft}>{wallTime(now, timeZone).slice(0, 5)}</span>
              </>
            ),
          },
          {
            title: text.shell.edit,
            cell: (site) => <Button size="small" icon="edit" label={words.editNamed(site.name)} onClick={() => setOpen(site)} />,
          },
        ]}
      />
      {open !== undefined && (
        <SiteDialog site={open === 'new' ? undefined : open} taken={all.map(({ id }) => id)} onClose={() => setOpen(undefined)} />
      )}
    </Card>
  )
}

function SiteDialog({ site, taken, onClose }: { site: Site | undefined; taken: readonly string[]; onClose: () => void }) {
  const words = useText().settings
  const toast = useToast()
  const [name, setName] = useState(site?.name ?? '')
  const [typedId, setTypedId] = useState<string>()
  const [timeZone, setTimeZone] = useState(site?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
  const id = site?.id ?? typedId ?? (name === '' ? '' : idFrom(name, taken))
  const zones = Intl.supportedValuesOf('timeZone')
  const form = useForm({
    operation: 'saveSite',
    input: { params: { site: id }, body: { name, timeZone } },
    changes: ['listSites', 'getRoster'],
    forms: { site: words.idForm },
    // The call adds or changes: a new site must not become another one's new name.
    rules: { site: site === undefined && taken.includes(id) ? words.idTaken : undefined },
    onDone: () => {
      toast({ message: words.saved(name) })
      onClose()
    },
  })
  return (
    <FormDialog title={site === undefined ? words.addSite : words.editNamed(site.name)} form={form} onClose={onClose}>
      <Field label={words.name} error={form.errorAt('name')}>
        <input value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Field>
      {site === undefined && (
        <Field label={words.siteId} hint={words.siteIdHint} error={form.errorAt('site')}>
          <input value={id} autoComplete="off" spellCheck={false} onChange={(event) => setTypedId(event.target.value)} />
        </Field>
      )}
      <Field label={words.timeZone} hint={words.timeZoneHint} error={form.errorAt('timeZone')}>
        <select value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
          {(zones.includes(timeZone) ? zones : [timeZone, ...zones]).map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </select>
      </Field>
    </FormDialog>
  )
}
