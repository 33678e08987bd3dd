import { type FormEvent, useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { Field } from '../../design/field.tsx'
import { Card } from '../../design/page.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { FormEnd } from '../../forms/form-end.tsx'
import { useForm } from '../../forms/use-form.ts'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { draftOf, type GateDraft, type GatePolicy, type NumberName, readDraft, usual, written } from './gate-draft.ts'
import styles from './gate-policy.module.css'
import { SafetyLabels } from './safety-labels.tsx'

interface GatePolicyFormProps {
  readonly site: string
  readonly policy: GatePolicy
  readonly onReload: () => Promise<GatePolicy>
}

/** What the gate of a site asks for: every field with its meaning and what is usual. */
export function GatePolicyForm({ site, policy, onReload }: GatePolicyFormProps) {
  const text = useText()
  const words = text.gatePolicy
  const toast = useToast()
  const mayChange = useCan('data-scientist')
  // What one began with: a change by somebody else in between is refused, not overwritten.
  const [base, setBase] = useState(policy)
  const [draft, setDraft] = useState<GateDraft>(() => draftOf(policy))
  const undo = useAction('saveGatePolicy', ['getGatePolicy'])
  const take = (newest: GatePolicy) => {
    setBase(newest)
    setDraft(draftOf(newest))
  }
  const reload = async () => {
    take(await onReload())
    form.forget()
  }
  const form = useForm({
    operation: 'saveGatePolicy',
    input: { params: { site }, body: readDraft(draft), version: base.version },
    changes: ['getGatePolicy'],
    onDone: async () => {
      const before = readDraft(draftOf(base))
      const saved = await onReload()
      take(saved)
      const takeBack = () => undo.mutate({ params: { site }, body: before, version: saved.version }, { onSuccess: take })
      toast({ message: words.saved, undo: takeBack })
    },
  })
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(base))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { currentTarget } = event
    toast()
    form.save()
    requestAnimationFrame(() => currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  const number = (name: NumberName) => (
    <Field label={words[name]} hint={`${words[`${name}Hint`]} ${words.usual(written(name, usual[name]))}`} error={form.errorAt(name)}>
      <input
        inputMode="decimal"
        value={draft.numbers[name]}
        onChange={({ target }) => setDraft({ ...draft, numbers: { ...draft.numbers, [name]: target.value } })}
      />
    </Field>
  )
  return (
    <form className={styles.policy} onSubmit={submit} noValidate>
      {!mayChange && <p className={styles.note}>{words.readOnly}</p>}
      <fieldset disabled={!mayChange} className={styles.all}>
        <Card title={words.safety}>
          <p className={styles.note}>{words.safetyLead}</p>
          <SafetyLabels
            site={site}
            chosen={draft.safetyLabels}
            error={form.errorAt('safetyLabels')}
            onChange={(safetyLabels) => setDraft({ ...draft, safetyLabels })}
          />
          <div className={styles.fields}>{number('recallTolerance')}</div>
        </Card>
        <Card title={words.enough}>
          <div className={styles.fields}>
            {number('leastSafetyObjects')}
            {number('leastObjects')}
          </div>
        </Card>
        <Card title={words.gain}>
          <div className={styles.fields}>{number('leastGain')}</div>
        </Card>
        <Card title={words.bias}>
          <div className={styles.fields}>
            {number('largestRecallGap')}
            {number('leastBiasObjects')}
          </div>
        </Card>
        <Card title={words.replay}>
          <div className={styles.fields}>
            {number('replayDays')}
            {number('mostReplays')}
          </div>
        </Card>
      </fieldset>
      <FormEnd
        problem={form.problem}
        onReload={() => void reload()}
        onRetry={form.save}
        mayChange={mayChange}
        isBusy={form.isBusy}
        isChanged={isChanged}
        onDiscard={() => setDraft(draftOf(base))}
      />
      {undo.error && <Problem error={undo.error} />}
    </form>
  )
}
