import { type FormEvent, useState } from 'react'
import type { Answer } from '../../api/call.ts'
import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import { kindWords } from './notice-words.ts'
import styles from './notices.module.css'

export type Monitor = Answer<'listMonitors'>['items'][number]
type Settings = Monitor['settings']
type NumberName = 'above' | 'clear' | 'forMinutes' | 'clearMinutes'

const numberNames = ['above', 'clear', 'forMinutes', 'clearMinutes'] as const
const severities = ['critical', 'warning', 'info'] as const
const roles = ['site-engineer', 'iot-engineer', 'data-scientist', 'safety-auditor', 'admin'] as const
const actionKinds = ['notify-role', 'halt-rollout', 'lower-frame-rate', 'scale-hint'] as const

/** What an action is when somebody switches it on. */
const newActions: Record<(typeof actionKinds)[number], Settings['actions'][number]> = {
  'notify-role': { kind: 'notify-role', role: 'safety-auditor' },
  'halt-rollout': { kind: 'halt-rollout', undo: 'by-person' },
  'lower-frame-rate': { kind: 'lower-frame-rate', factor: 0.5, leastPerSecond: 1, undo: 'on-clear' },
  'scale-hint': { kind: 'scale-hint' },
}

interface MonitorDialogProps {
  readonly site: string
  readonly monitor: Monitor
  readonly version: string
  readonly onClose: () => void
}

/** Thresholds, times, people and actions of one monitor. */
export function MonitorDialog({ site, monitor, version, onClose }: MonitorDialogProps) {
  const text = useText()
  const words = text.notices
  const toast = useToast()
  const [draft, setDraft] = useState<Settings>(monitor.settings)
  const [numbers, setNumbers] = useState<Record<NumberName, string>>(() => numbersOf(monitor.settings))
  const save = useAction('saveMonitor', ['listMonitors'])
  const reset = useAction('resetMonitor', ['listMonitors'])
  const params = { site, kind: monitor.kind }
  const read = (name: NumberName) => Number(numbers[name].replace(',', '.'))
  const isNumber = (name: NumberName) => numbers[name].trim() !== '' && read(name) >= 0
  const isBelow = read('clear') < read('above')
  const isSound = numberNames.every(isNumber) && isBelow && draft.roles.length > 0

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isSound) return
    const body = {
      ...draft,
      above: read('above'),
      clear: read('clear'),
      forMinutes: read('forMinutes'),
      clearMinutes: read('clearMinutes'),
    }
    toast()
    save.mutate(
      { params, body, version },
      {
        onSuccess: (saved) => {
          toast({ message: words.saved, undo: () => save.mutate({ params, body: monitor.settings, version: saved.version }) })
          onClose()
        },
      },
    )
  }
  const errorOf = (name: NumberName) => (!isNumber(name) ? words.numberNeeded : name === 'clear' && !isBelow ? words.clearBelow : undefined)
  const has = (kind: string) => draft.actions.some((action) => action.kind === kind)
  const toggle = (kind: (typeof actionKinds)[number]) =>
    setDraft({
      ...draft,
      actions: has(kind) ? draft.actions.filter((action) => action.kind !== kind) : [...draft.actions, newActions[kind]],
    })
  const told = draft.actions.find((action) => action.kind === 'notify-role')
  const tell = (role: (typeof roles)[number]) =>
    setDraft({ ...draft, actions: draft.actions.map((action) => (action.kind === 'notify-role' ? { ...action, role } : action)) })
  const error = save.error ?? reset.error
  return (
    <Dialog title={kindWords(text, monitor.kind)?.title ?? monitor.kind} onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <label className={styles.check}>
          <input type="checkbox" checked={draft.enabled} onChange={() => setDraft({ ...draft, enabled: !draft.enabled })} />
          {words.enabled}
        </label>
        <Field label={words.severityLabel}>
          <select value={draft.severity} onChange={({ target }) => setDraft({ ...draft, severity: target.value as Settings['severity'] })}>
            {severities.map((one) => (
              <option key={one} value={one}>
                {text.words.severity[one]}
              </option>
            ))}
          </select>
        </Field>
        <div className={styles.pair}>
          {numberNames.map((name) => (
            <Field key={name} label={words.fields[name](unitWords(monitor.unit, words.units))} error={errorOf(name)}>
              <input
                inputMode="decimal"
                value={numbers[name]}
                onChange={({ target }) => setNumbers({ ...numbers, [name]: target.value })}
              />
            </Field>
          ))}
        </div>
        <fieldset className={styles.checks}>
          <legend>{words.tell}</legend>
          {roles.map((role) => (
            <label key={role} className={styles.check}>
              <input
                type="checkbox"
                checked={draft.roles.includes(role)}
                onChange={() =>
                  setDraft({
                    ...draft,
                    roles: draft.roles.includes(role) ? draft.roles.filter((one) => one !== role) : [...draft.roles, role],
                  })
                }
              />
              {text.words.role[role]}
            </label>
          ))}
        </fieldset>
        <fieldset className={styles.checks}>
          <legend>{words.byItself}</legend>
          {actionKinds.map((kind) => (
            <label key={kind} className={styles.check}>
              <input type="checkbox" checked={has(kind)} onChange={() => toggle(kind)} />
              {words.actionKinds[kind]}
            </label>
          ))}
          {told !== undefined && (
            <Field label={words.alsoTell}>
              <select value={told.role} onChange={({ target }) => tell(target.value as (typeof roles)[number])}>
                {roles.map((role) => (
                  <option key={role} value={role}>
                    {text.words.role[role]}
                  </option>
                ))}
              </select>
            </Field>
          )}
        </fieldset>
        {error !== null && <Problem error={error} />}
        <div className={styles.foot}>
          <Button type="submit" look="primary" isBusy={save.isPending} disabled={!isSound}>
            {text.shell.save}
          </Button>
          <Button isBusy={reset.isPending} onClick={() => reset.mutate({ params, version }, { onSuccess: onClose })}>
            {words.defaults}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function numbersOf({ above, clear, forMinutes, clearMinutes }: Settings): Record<NumberName, string> {
  return { above: String(above), clear: String(clear), forMinutes: String(forMinutes), clearMinutes: String(clearMinutes) }
}

/** Shares are written as they are kept: 0.8 and not 80. */
function unitWords(unit: string, units: Readonly<Record<string, string>>): string {
  return unit === '1' ? '0–1' : (units[unit] ?? unit)
}
