import { Field } from '../../design/field.tsx'
import type { Rule, RuleDraft } from '../../fleet/rule-draft.ts'
import { holdOf } from '../../fleet/rule-draft.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

interface RuleFormProps {
  readonly draft: RuleDraft
  readonly onChange: (draft: RuleDraft) => void
  /** What the model and other rules call things. */
  readonly labels: readonly string[]
}

const anchors = ['centre', 'bottom', 'overlap'] as const
const severities = ['critical', 'warning', 'info'] as const

/** Everything that a rule says but its zone, with the words of the documentation. */
export function RuleForm({ draft, onChange, labels }: RuleFormProps) {
  const text = useText()
  const words = text.fleet
  const { rule } = draft
  const set = (part: Partial<Rule>) => onChange({ ...draft, rule: { ...rule, ...part } })
  // A run never goes on above what it begins at.
  const setConfidence = (confidence: number) =>
    set({ confidence, ...(rule.holdConfidence !== undefined && { holdConfidence: Math.min(rule.holdConfidence, confidence) }) })
  const seconds = (label: string, hint: string, name: 'dwellSeconds' | 'releaseSeconds' | 'cooldownSeconds', min: number, max: number) => (
    <Field label={label} hint={hint}>
      <input
        required
        type="number"
        step="any"
        min={min}
        max={max}
        value={Number.isFinite(rule[name]) ? rule[name] : ''}
        onChange={({ target }) => set({ [name]: target.valueAsNumber })}
      />
    </Field>
  )
  return (
    <div className={styles.form}>
      <div className={styles.pair}>
        <Field label={words.ruleName}>
          <input required maxLength={100} value={draft.name} onChange={({ target }) => onChange({ ...draft, name: target.value })} />
        </Field>
        <Field label={words.severity}>
          <select value={rule.severity} onChange={({ target }) => set({ severity: target.value as Rule['severity'] })}>
            {severities.map((severity) => (
              <option key={severity} value={severity}>
                {text.words.severity[severity]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.label} hint={words.labelHint}>
          <input required maxLength={64} list="known-labels" value={rule.label} onChange={({ target }) => set({ label: target.value })} />
        </Field>
        <datalist id="known-labels">
          {labels.map((label) => (
            <option key={label} value={label} />
          ))}
        </datalist>
        <Field label={words.anchor}>
          <select value={rule.anchor} onChange={({ target }) => set({ anchor: target.value as Rule['anchor'] })}>
            {anchors.map((anchor) => (
              <option key={anchor} value={anchor}>
                {words.anchors[anchor]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={`${words.confidence}: ${words.percent(Math.round(rule.confidence * 100))}`}>
          <input
            type="range"
            min={0}
            max={1}
            step={0.01}
            value={rule.confidence}
            onChange={({ target }) => setConfidence(target.valueAsNumber)}
          />
        </Field>
        <Field label={`${words.holdConfidence}: ${words.percent(Math.round(holdOf(rule) * 100))}`} hint={words.holdHint}>
          <input
            type="range"
            min={0}
            max={1}
            step={0.01}
            value={holdOf(rule)}
            onChange={({ target }) => set({ holdConfidence: Math.min(target.valueAsNumber, rule.confidence) })}
          />
        </Field>
        {seconds(words.dwell, words.dwellHint, 'dwellSeconds', 0, 3600)}
        {seconds(words.releaseSeconds, words.releaseHint, 'releaseSeconds', 0.1, 3600)}
        {seconds(words.cooldown, words.cooldownHint, 'cooldownSeconds', 0, 86_400)}
      </div>
      <label className={styles.check}>
        <input type="checkbox" checked={rule.alarm} onChange={({ target }) => set({ alarm: target.checked })} />
        {words.alarm}
      </label>
      <label className={styles.check}>
        <input type="checkbox" checked={rule.enabled} onChange={({ target }) => set({ enabled: target.checked })} />
        {words.enabled}
      </label>
    </div>
  )
}
