import { useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useLanguage, useText } from '../../text/text.ts'
import { dayWords } from '../../time/day-words.ts'
import type { Recipient, Roster } from './on-call-now.ts'
import { RecipientDialog } from './recipient-dialog.tsx'
import styles from './settings.module.css'

/** Who is told about incidents of the site, of which kind, and how. */
export function RecipientsTab() {
  const { id: site } = useSite()
  const roster = useApi('getRoster', { params: { site } })
  return <Loaded of={roster}>{(data) => <Recipients roster={data} />}</Loaded>
}

function Recipients({ roster }: { roster: Roster }) {
  const words = useText().settings
  const mayChange = useCan('site-engineer')
  const toast = useToast()
  const [open, setOpen] = useState<Recipient | 'new'>()
  const remove = useAction('removeRecipient', ['getRoster'])
  const restore = useAction('saveRecipient', ['getRoster'])
  const { site, recipients, schedules } = roster
  const takeAway = ({ id, site: of, ...body }: Recipient) => {
    const params = { site: of, id }
    const undo = () => restore.mutate({ params, body })
    remove.mutate({ params }, { onSuccess: () => toast({ message: words.removed(body.name), undo }) })
  }
  const add = mayChange && (
    <Button icon="plus" onClick={() => setOpen('new')}>
      {words.addRecipient}
    </Button>
  )
  return (
    <Card title={words.tabs.recipients} actions={add}>
      {recipients.length === 0 && (
        <Empty icon="bell" title={words.noRecipients}>
          {words.noRecipientsAdvice}
        </Empty>
      )}
      {recipients.map((recipient) => (
        <RecipientRow
          key={recipient.id}
          recipient={recipient}
          isInShift={schedules.some(({ shifts }) => shifts.some(({ onCall }) => onCall.includes(recipient.id)))}
          onEdit={mayChange ? () => setOpen(recipient) : undefined}
          onRemove={() => takeAway(recipient)}
        />
      ))}
      {open !== undefined && (
        <RecipientDialog
          site={site.id}
          recipient={open === 'new' ? undefined : open}
          taken={recipients.map(({ id }) => id)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Card>
  )
}

interface RecipientRowProps {
  readonly recipient: Recipient
  readonly isInShift: boolean
  readonly onEdit: (() => void) | undefined
  readonly onRemove: () => void
}

function RecipientRow({ recipient, isInShift, onEdit, onRemove }: RecipientRowProps) {
  const { language, text } = useLanguage()
  const words = text.settings
  const names = useNames()
  const { name, phone, email, routes, topics = [], quietHours, enabled } = recipient
  const waits = !isInShift && routes.some(({ when }) => when === 'on-call')
  return (
    <section className={styles.item} aria-label={name}>
      <header>
        <h3>{name}</h3>
        <span className={styles.actions}>
          {!enabled && <Tag tone="warning">{words.switchedOff}</Tag>}
          {onEdit !== undefined && (
            <>
              <Button size="small" icon="edit" onClick={onEdit}>
                {text.shell.edit}
              </Button>
              <Button size="small" icon="trash" label={words.removeNamed(name)} onClick={onRemove} />
            </>
          )}
        </span>
      </header>
      <p className={styles.soft}>{[phone, email].filter(Boolean).join(' · ')}</p>
      <ul className={styles.routes}>
        {routes.map((route, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: routes have no names of their own, and keep their order
          <li key={index}>
            {route.severities.map((severity) => (
              <Tag key={severity} tone={severity}>
                {text.words.severity[severity]}
              </Tag>
            ))}
            <span>{route.channels.map((channel) => words.channel[channel]).join(' + ')}</span>
            <span className={styles.soft}>
              {[
                words.when[route.when],
                route.kinds?.map((kind) => words.kind[kind]).join(', '),
                route.cameras && words.onlyCameras(route.cameras.map(names.camera).join(', ')),
                route.escalateAfterMinutes && words.escalates(route.escalateAfterMinutes),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
        {topics.map((topic) => (
          <li key={topic}>
            <Tag>{words.topic[topic]}</Tag>
            <span>{words.channel.email}</span>
          </li>
        ))}
      </ul>
      {quietHours.map(({ days, from, to }) => (
        <p key={`${days.join()} ${from}`} className={styles.soft}>
          {words.quiet(dayWords(days, language), from, to)}
        </p>
      ))}
      {waits && <p className={styles.warning}>{words.inNoShift}</p>}
    </section>
  )
}
