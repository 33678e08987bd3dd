import { type FormEvent, useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { Field } from '../../../design/field.tsx'
import { Card } from '../../../design/page.tsx'
import { Problem } from '../../../design/state.tsx'
import { useToast } from '../../../design/toast.tsx'
import { FormEnd } from '../../../forms/form-end.tsx'
import { useForm } from '../../../forms/use-form.ts'
import { useCan } from '../../../people/use-me.ts'
import { useText } from '../../../text/text.ts'
import styles from '../../nights/policy/policy.module.css'
import { draftOf, type NumberName, type Policy, type PolicyDraft, readDraft, type TextName } from './policy-draft.ts'

interface PolicyFormProps {
  readonly site: string
  readonly policy: Policy
  readonly onReload: () => Promise<Policy>
}

/** When a site trains by itself, and how: every field with its meaning. */
export function PolicyForm({ site, policy, onReload }: PolicyFormProps) {
  const text = useText()
  const words = text.models.policy
  const toast = useToast()
  const mayChange = useCan('data-scientist')
  // What one began with: a change by somebody else in between is refused, not overwritten.
  const [base, setBase] = useState(policy)
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(policy))
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(base))
  const body = readDraft(draft)
  const takeBack = useAction('saveTrainingPolicy', ['getTrainingPolicy'])
  const show = (newest: Policy) => {
    setBase(newest)
    setDraft(draftOf(newest))
  }
  const form = useForm({
    operation: 'saveTrainingPolicy',
    input: { params: { site }, body, version: base.version },
    changes: ['getTrainingPolicy'],
    rules: { width: sixteen(body.width, words.sixteen), height: sixteen(body.height, words.sixteen) },
    onDone: async () => {
      const previous = readDraft(draftOf(base))
      const saved = await onReload()
      show(saved)
      const undo = () => takeBack.mutate({ params: { site }, body: previous, version: saved.version }, { onSuccess: show })
      toast({ message: words.saved, undo })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { currentTarget } = event
    form.save()
    requestAnimationFrame(() => currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  const input = (name: NumberName | TextName, mode: 'numeric' | 'decimal' | 'text') => (
    <Field label={words.field[name]} hint={words.meaning[name]} error={form.errorAt(name)}>
      <input inputMode={mode} value={draft[name]} onChange={(event) => setDraft({ ...draft, [name]: event.target.value })} />
    </Field>
  )
  return (
    <form className={styles.policy} onSubmit={submit} noValidate>
      {!mayChange && <p className={styles.note}>{words.readOnly}</p>}
      <fieldset disabled={!mayChange} className={styles.all}>
        <Card title={words.when}>
          <div className={styles.fields}>
            {input('newFrames', 'numeric')}
            {input('leastDays', 'decimal')}
            {input('largestShare', 'decimal')}
            {input('leastFrames', 'numeric')}
          </div>
        </Card>
        <Card title={words.what}>
          <div className={styles.fields}>
            <Field label={words.field.trainer} hint={words.meaning.trainer}>
              <select
                value={draft.trainer}
                onChange={(event) => setDraft({ ...draft, trainer: event.target.value as PolicyDraft['trainer'] })}
              >
                {Object.entries(words.trainers).map(([value, name]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            </Field>
            {draft.trainer === 'command' && (
              <Field label={words.field.command} hint={words.meaning.command} error={form.errorAt('command')}>
                <textarea
                  rows={3}
                  spellCheck={false}
                  value={draft.command}
                  onChange={(event) => setDraft({ ...draft, command: event.target.value })}
                />
              </Field>
            )}
            {draft.trainer !== 'reference' && input('environment', 'text')}
            {draft.trainer !== 'reference' && input('compute', 'text')}
            {input('minutes', 'decimal')}
            {input('width', 'numeric')}
            {input('height', 'numeric')}
          </div>
        </Card>
        <Card title={words.limits}>
          <div className={styles.fields}>{input('stuckHours', 'decimal')}</div>
        </Card>
      </fieldset>
      <FormEnd
        problem={form.problem}
        onReload={async () => show(await onReload())}
        mayChange={mayChange}
        isBusy={form.isBusy}
        isChanged={isChanged}
        onDiscard={() => setDraft(draftOf(base))}
      />
      {takeBack.error && <Problem error={takeBack.error} />}
    </form>
  )
}

/** What the trainer's net needs; no schema of a form says it. */
function sixteen(pixels: number | undefined, words: string): string | undefined {
  return pixels !== undefined && Number.isInteger(pixels) && pixels % 16 !== 0 ? words : undefined
}
