import { useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useLanguage, useText } from '../../text/text.ts'
import { dayWords } from '../../time/day-words.ts'
import { useClock } from '../../time/use-clock.ts'
import { useNow } from '../../time/use-now.ts'
import { onCallNow, type Roster, type Schedule } from './on-call-now.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'
import styles from './settings.module.css'

/** Who is on call at this moment, and the schedules that say so. */
export function OnCallTab() {
  const { id: site } = useSite()
  const roster = useApi('getRoster', { params: { site } })
  return (
    <Loaded of={roster}>
      {(data) => (
        <>
          <NowOnCall roster={data} />
          <Schedules roster={data} />
        </>
      )}
    </Loaded>
  )
}

function NowOnCall({ roster: { site, recipients, schedules } }: { roster: Roster }) {
  const words = useText().settings
  const now = useNow()
  const clock = useClock(site.id)
  const at = new Date(now).toISOString()
  const ids = onCallNow(schedules, now, clock.day(at), clock.timeZone)
  return (
    <Card title={words.onCallNow}>
      {ids.length === 0 ? (
        <p className={styles.warning}>{schedules.length === 0 ? words.nobodyEver : words.nobodyNow}</p>
      ) : (
        <ul className={styles.people}>
          {ids.map((id) => {
            const recipient = recipients.find((one) => one.id === id)
            return (
              <li key={id}>
                <strong>{recipient?.name ?? id}</strong>
                <span className={styles.soft}>{[recipient?.phone, recipient?.email].filter(Boolean).join(' · ')}</span>
                {recipient === undefined && <Tag tone="critical">{words.noRecipient}</Tag>}
                {recipient?.enabled === false && <Tag tone="warning">{words.switchedOff}</Tag>}
              </li>
            )
          })}
        </ul>
      )}
      <p className={styles.soft}>{words.clockThere(clock.time(at).slice(0, 5), clock.timeZone)}</p>
    </Card>
  )
}

function Schedules({ roster }: { roster: Roster }) {
  const { language, text } = useLanguage()
  const words = text.settings
  const mayChange = useCan('site-engineer')
  const toast = useToast()
  const [open, setOpen] = useState<Schedule | 'new'>()
  const remove = useAction('removeSchedule', ['getRoster'])
  const restore = useAction('saveSchedule', ['getRoster'])
  const { site, recipients, schedules } = roster
  const nameOf = (id: string) => recipients.find((one) => one.id === id)?.name ?? id
  const takeAway = ({ id, site: of, ...body }: Schedule) => {
    const params = { site: of, id }
    const undo = () => restore.mutate({ params, body })
    remove.mutate({ params }, { onSuccess: () => toast({ message: words.removed(body.name), undo }) })
  }
  const add = mayChange && (
    <Button icon="plus" disabled={recipients.length === 0} onClick={() => setOpen('new')}>
      {words.addSchedule}
    </Button>
  )
  return (
    <Card title={words.schedules} actions={add}>
      {schedules.length === 0 && (
        <Empty icon="calendar" title={words.noSchedules}>
          {recipients.length === 0 ? words.recipientsFirst : words.noSchedulesAdvice}
        </Empty>
      )}
      {schedules.map((schedule) => (
        <section key={schedule.id} className={styles.item} aria-label={schedule.name}>
          <header>
            <h3>{schedule.name}</h3>
            {mayChange && (
              <span className={styles.actions}>
                <Button size="small" icon="edit" onClick={() => setOpen(schedule)}>
                  {text.shell.edit}
                </Button>
                <Button size="small" icon="trash" label={words.removeNamed(schedule.name)} onClick={() => takeAway(schedule)} />
              </span>
            )}
          </header>
          <ul className={styles.shifts}>
            {schedule.shifts.map(({ days, from, to, onCall }) => (
              <li key={`${days.join()} ${from} ${to} ${onCall.join()}`}>
                <span>{dayWords(days, language)}</span>
                <span className={styles.figures}>
                  {from}–{to}
                </span>
                <span>{onCall.map(nameOf).join(', ')}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {open !== undefined && (
        <ScheduleDialog
          site={site.id}
          schedule={open === 'new' ? undefined : open}
          recipients={recipients}
          taken={schedules.map(({ id }) => id)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Card>
  )
}
