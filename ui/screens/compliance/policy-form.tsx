import { type FormEvent, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useToast } from '../../design/toast.tsx'
import { FormEnd } from '../../forms/form-end.tsx'
import { useForm } from '../../forms/use-form.ts'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import styles from './compliance.module.css'
import { GeneralCards } from './general-cards.tsx'
import { newRule, type Policy, type PolicyVersion, type Rule } from './policy-draft.ts'
import { RuleCard } from './rule-card.tsx'
import { Trial } from './trial.tsx'

interface PolicyFormProps {
  readonly site: string
  readonly newest: PolicyVersion
  readonly onReload: () => Promise<PolicyVersion>
}

interface Draft {
  readonly policy: Policy
  /** Beside the rules, so that a rule whose name is being typed keeps its place and what is typed. */
  readonly keys: readonly number[]
  readonly note: string
}

const draftOf = ({ policy }: PolicyVersion): Draft => ({ policy, keys: policy.rules.map((_, index) => index), note: '' })

/** The policy of a site as a form; who may not save it may read it, and try another one. */
export function PolicyForm({ site, newest, onReload }: PolicyFormProps) {
  const text = useText()
  const words = text.compliance
  const toast = useToast()
  const maySave = useCan('safety-auditor')
  const mayTry = useCan('safety-auditor', 'data-scientist', 'iot-engineer')
  // What one began with: a change by somebody else in between is refused, not overwritten.
  const [base, setBase] = useState(newest)
  const [draft, setDraft] = useState(() => draftOf(newest))
  const [reads, setReads] = useState(0)
  const take = (version: PolicyVersion) => {
    setBase(version)
    setDraft(draftOf(version))
    setReads(reads + 1)
    form.forget()
  }
  const note = draft.note.trim()
  const form = useForm({
    operation: 'saveCompliancePolicy',
    input: { params: { site }, body: { policy: draft.policy, ...(note !== '' && { note }) }, version: base.version },
    changes: ['getCompliancePolicy', 'listCompliancePolicies'],
    forms: { 'policy.rules.id': words.ruleNameHint },
    onDone: async () => {
      const saved = await onReload()
      take(saved)
      toast({ message: words.saved(saved.number) })
    },
  })
  const { policy, keys } = draft
  const change = (changed: Policy) => setDraft({ ...draft, policy: changed })
  const changeRules = (rules: readonly Rule[], places = keys) =>
    setDraft({ ...draft, policy: { ...policy, rules: [...rules] }, keys: places })
  const move = (index: number, step: -1 | 1) => {
    const swap = <Thing,>(list: readonly Thing[]) => list.with(index, list[index + step]!).with(index + step, list[index]!)
    changeRules(swap(policy.rules), swap(keys))
  }
  const add = () => changeRules([...policy.rules, newRule(freeName(policy))], [...keys, Math.max(-1, ...keys) + 1])
  const isChanged = JSON.stringify(policy) !== JSON.stringify(base.policy)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { currentTarget } = event
    form.save()
    requestAnimationFrame(() => currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  return (
    <form className={styles.parts} onSubmit={submit} noValidate>
      <p className={styles.note}>
        {base.number === 0 ? words.isDefault : words.isVersion(base.number)} {!maySave && words.readOnly}
      </p>
      <fieldset className={styles.all} disabled={!mayTry}>
        <h2>{words.rules}</h2>
        <p className={styles.note}>{words.rulesNote}</p>
        {policy.rules.map((rule, index) => (
          <RuleCard
            key={`${reads} ${keys[index]}`}
            rule={rule}
            place={index}
            count={policy.rules.length}
            errorAt={(field) => form.errorAt(`policy.rules.${index}.${field}`)}
            onChange={(changed) => changeRules(policy.rules.with(index, changed))}
            onMove={(step) => move(index, step)}
            onRemove={() => changeRules(policy.rules.toSpliced(index, 1), keys.toSpliced(index, 1))}
          />
        ))}
        <div>
          <Button icon="plus" onClick={add}>
            {words.addRule}
          </Button>
        </div>
        <h2>{words.general}</h2>
        <GeneralCards key={reads} policy={policy} errorAt={(field) => form.errorAt(`policy.${field}`)} onChange={change} />
      </fieldset>
      {mayTry && <Trial site={site} policy={policy} />}
      <FormEnd
        problem={form.problem}
        onReload={() => void onReload().then(take)}
        onRetry={form.save}
        mayChange={maySave}
        isBusy={form.isBusy}
        isChanged={isChanged}
        onDiscard={() => take(base)}
        save={words.save}
      >
        <Field label={words.why}>
          <input value={draft.note} maxLength={500} onChange={({ target }) => setDraft({ ...draft, note: target.value })} />
        </Field>
      </FormEnd>
    </form>
  )
}

function freeName({ rules }: Policy): string {
  for (let number = rules.length + 1; ; number++) if (!rules.some(({ id }) => id === `rule-${number}`)) return `rule-${number}`
}
