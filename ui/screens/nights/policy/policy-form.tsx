import { type FormEvent, useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Card } from '../../../design/page.tsx'
import { useToast } from '../../../design/toast.tsx'
import { FormEnd } from '../../../forms/form-end.tsx'
import { useCan } from '../../../people/use-me.ts'
import { useText } from '../../../text/text.ts'
import { useFormat } from '../../../text/use-format.ts'
import styles from './policy.module.css'
import { draftOf, type Policy, type PolicyDraft, readDraft, usualDraft } from './policy-draft.ts'
import type { PolicyName } from './policy-fields.ts'
import { policyFields } from './policy-fields.ts'
import { CheckInput, NumberInput, TimeInput } from './policy-inputs.tsx'
import { RuleSampling } from './rule-sampling.tsx'
import { SamplingInputs } from './sampling-inputs.tsx'

interface PolicyFormProps {
  readonly site: string
  readonly policy: Policy
  readonly onReload: () => Promise<Policy>
}

/** The policy of a site's nights: every field with its meaning and its default. */
export function PolicyForm({ site, policy, onReload }: PolicyFormProps) {
  const text = useText()
  const words = text.nights
  const { percent } = useFormat()
  const toast = useToast()
  const mayChange = useCan('data-scientist', 'iot-engineer')
  // What one began with: a change by somebody else in between is refused, not overwritten.
  const [base, setBase] = useState(policy)
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(policy))
  const [hasTried, setTried] = useState(false)
  const save = useAction('saveNightPolicy', ['getNightPolicy'])
  const { policy: read, mistakes } = readDraft(draft)
  const count = Object.keys(mistakes).length
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(base))

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (count > 0) return
    toast()
    const previous = draftOf(base)
    save.mutate(
      { params: { site }, body: read, version: base.version },
      {
        onSuccess: (saved) => {
          setBase(saved)
          setDraft(draftOf(saved))
          toast({ message: words.policySaved, undo: () => undo(previous, saved.version) })
        },
      },
    )
  }
  const undo = (previous: PolicyDraft, version: string) =>
    save.mutate(
      { params: { site }, body: readDraft(previous).policy, version },
      {
        onSuccess: (saved) => {
          setBase(saved)
          setDraft(draftOf(saved))
        },
      },
    )
  const reload = async () => {
    const newest = await onReload()
    setBase(newest)
    setDraft(draftOf(newest))
    save.reset()
  }
  const number = (name: PolicyName) => (
    <NumberInput
      name={name}
      field={policyFields[name]}
      text={draft.numbers[name]}
      mistake={mistakes[name]}
      onWrite={(written) => setDraft({ ...draft, numbers: { ...draft.numbers, [name]: written } })}
    />
  )

  return (
    <form className={styles.policy} onSubmit={submit} noValidate>
      {!mayChange && <p className={styles.note}>{words.readOnly}</p>}
      <fieldset disabled={!mayChange} className={styles.all}>
        <Card title={words.when}>
          <CheckInput name="enabled" isOn={draft.enabled} onChange={(enabled) => setDraft({ ...draft, enabled })} />
          <div className={styles.fields}>
            <TimeInput text={draft.startsAt} mistake={mistakes['startsAt']} onWrite={(startsAt) => setDraft({ ...draft, startsAt })} />
          </div>
        </Card>
        <Card title={words.which}>
          <SamplingInputs
            draft={draft.sampling}
            path="sampling"
            mistakes={mistakes}
            onChange={(sampling) => setDraft({ ...draft, sampling })}
          />
        </Card>
        <Card title={words.exceptions}>
          <RuleSampling
            site={site}
            byRule={draft.samplingByRule}
            mistakes={mistakes}
            onChange={(samplingByRule) => setDraft({ ...draft, samplingByRule })}
          />
        </Card>
        <Card title={words.keep}>
          <div className={styles.fields}>
            {number('rawVideoHours')}
            {number('immutableDays')}
          </div>
        </Card>
        <Card title={words.labeling}>
          <div className={styles.fields}>
            {number('goldShare')}
            {number('secondOpinionShare')}
          </div>
        </Card>
        <Card title={words.splits}>
          <div className={styles.fields}>
            {number('validateShare')}
            {number('testShare')}
          </div>
          {mistakes['testShare'] === undefined && mistakes['validateShare'] === undefined && (
            <p className={styles.note}>{words.trainShare(percent(1 - (read.validateShare ?? 0) - (read.testShare ?? 0)))}</p>
          )}
        </Card>
      </fieldset>
      <FormEnd
        problem={save.error}
        onReload={reload}
        onRetry={() => submit()}
        mayChange={mayChange}
        isBusy={save.isPending}
        isChanged={isChanged}
        onDiscard={() => setDraft(draftOf(base))}
        hint={hasTried && count > 0 ? words.fixFirst(count) : undefined}
        more={<Button onClick={() => setDraft(usualDraft())}>{words.defaults}</Button>}
      />
    </form>
  )
}
