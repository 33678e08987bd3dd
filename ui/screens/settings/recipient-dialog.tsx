import { useState } from 'react'
import type { Input } from '../../api/call.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useToast } from '../../design/toast.tsx'
import { CheckGroup } from '../../forms/check-group.tsx'
import { FormDialog, FormPart, FormRow } from '../../forms/form-dialog.tsx'
import { HoursFields } from '../../forms/hours-fields.tsx'
import { idFrom } from '../../forms/id-from.ts'
import { useForm } from '../../forms/use-form.ts'
import { useText } from '../../text/text.ts'
import type { Recipient } from './on-call-now.ts'
import { RouteFields } from './route-fields.tsx'
import { useRows } from './use-rows.ts'

export type Body = Input<'saveRecipient'>['body']

export interface RecipientDialogProps {
  readonly site: string
  /** Undefined: a new one. */
  readonly recipient: Recipient | undefined
  readonly taken: readonly string[]
  readonly onClose: () => void
}

const firstRoute: Body['routes'][number] = { severities: ['critical', 'warning'], channels: ['sms'], when: 'on-call' }
const firstHours = { days: ['sat', 'sun'] as ('sat' | 'sun')[], from: '22:00', to: '06:00' }

export function RecipientDialog({ site, recipient, taken, onClose }: RecipientDialogProps) {
  const text = useText()
  const words = text.settings
  const toast = useToast()
  const [name, setName] = useState(recipient?.name ?? '')
  const [phone, setPhone] = useState(recipient?.phone ?? '')
  const [email, setEmail] = useState(recipient?.email ?? '')
  const [topics, setTopics] = useState(recipient?.topics ?? [])
  const [enabled, setEnabled] = useState(recipient?.enabled ?? true)
  const routes = useRows<Body['routes'][number]>(recipient?.routes ?? [firstRoute])
  const quiet = useRows<NonNullable<Body['quietHours']>[number]>(recipient?.quietHours ?? [])
  const needsPhone = routes.values.some(({ channels }) => channels.includes('sms'))
  const needsEmail = topics.length > 0 || routes.values.some(({ channels }) => channels.includes('email'))
  const body: Body = {
    ...{ name, routes: routes.values, quietHours: quiet.values, enabled },
    ...(topics.length > 0 && { topics }),
    ...(phone.trim() !== '' && { phone: phone.replace(/[\s()/-]/g, '') }),
    ...(email.trim() !== '' && { email: email.trim() }),
  }
  const form = useForm({
    operation: 'saveRecipient',
    input: { params: { site, id: recipient?.id ?? idFrom(name, taken) }, body },
    changes: ['getRoster'],
    forms: { phone: words.phoneForm, email: words.emailForm },
    rules: {
      phone: needsPhone && phone.trim() === '' ? words.phoneNeeded : undefined,
      email: needsEmail && email.trim() === '' ? words.emailNeeded : undefined,
      routes: routes.values.length + topics.length === 0 ? words.routesNeeded : undefined,
    },
    onDone: () => {
      toast({ message: words.saved(name) })
      onClose()
    },
  })
  return (
    <FormDialog title={recipient === undefined ? words.addRecipient : words.editNamed(recipient.name)} form={form} onClose={onClose}>
      <Field label={words.name} error={form.errorAt('name')}>
        <input value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Field>
      <FormRow>
        <Field label={words.phone} hint={words.phoneHint} error={form.errorAt('phone')}>
          <input type="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
        </Field>
        <Field label={words.email} error={form.errorAt('email')}>
          <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
        </Field>
      </FormRow>
      <CheckGroup
        label={words.state}
        options={[{ value: 'enabled', title: words.isTold }]}
        chosen={enabled ? ['enabled'] : []}
        onChange={(chosen) => setEnabled(chosen.length > 0)}
      />
      {routes.rows.map(({ key, value }, index) => (
        <FormPart
          key={key}
          title={words.route(index + 1)}
          removeLabel={words.removeNamed(words.route(index + 1))}
          onRemove={() => routes.remove(key)}
        >
          <RouteFields
            site={site}
            route={value}
            onChange={(route) => routes.replace(key, route)}
            errorAt={(field) => form.errorAt(`routes.${index}.${field}`)}
          />
        </FormPart>
      ))}
      {form.errorAt('routes') !== undefined && <p role="alert">{form.errorAt('routes')}</p>}
      <div>
        <Button icon="plus" onClick={() => routes.add(firstRoute)}>
          {words.addRoute}
        </Button>
      </div>
      <CheckGroup
        label={words.topics}
        hint={words.topicsHint}
        options={(['approvals', 'training', 'operations', 'quality'] as const).map((value) => ({ value, title: words.topic[value] }))}
        chosen={topics}
        onChange={setTopics}
        error={form.errorAt('topics')}
      />
      {quiet.rows.map(({ key, value }, index) => (
        <FormPart
          key={key}
          title={words.quietTitle(index + 1)}
          removeLabel={words.removeNamed(words.quietTitle(index + 1))}
          onRemove={() => quiet.remove(key)}
        >
          <HoursFields
            hours={value}
            onChange={(hours) => quiet.replace(key, { ...value, ...hours })}
            errorAt={(field) => form.errorAt(`quietHours.${index}.${field}`)}
          />
        </FormPart>
      ))}
      <div>
        <Button icon="plus" onClick={() => quiet.add(firstHours)}>
          {words.addQuiet}
        </Button>
      </div>
    </FormDialog>
  )
}
