import { useApi } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { useText } from '../../../text/text.ts'
import styles from './policy.module.css'
import { type Mistakes, type SamplingDraft, usualSampling } from './policy-draft.ts'
import { SamplingInputs } from './sampling-inputs.tsx'

interface RuleSamplingProps {
  readonly site: string
  readonly byRule: Readonly<Record<string, SamplingDraft>>
  readonly mistakes: Mistakes
  readonly onChange: (byRule: Readonly<Record<string, SamplingDraft>>) => void
}

/** Other values for recordings with an incident of a rule. */
export function RuleSampling({ site, byRule, mistakes, onChange }: RuleSamplingProps) {
  const words = useText().nights
  const rules = useApi('listRules', { params: { site } })
  const nameOf = (id: string) => rules.data?.items.find((rule) => rule.id === id)?.name ?? id
  const free = rules.data?.items.filter(({ id }) => byRule[id] === undefined) ?? []
  return (
    <>
      <p className={styles.note}>{words.exceptionsLead}</p>
      {Object.keys(byRule).length === 0 && <p className={styles.note}>{words.exceptionNone}</p>}
      {Object.entries(byRule).map(([rule, draft]) => (
        <details key={rule} className={styles.exception} open>
          <summary>{nameOf(rule)}</summary>
          <SamplingInputs
            draft={draft}
            path={`samplingByRule.${rule}`}
            mistakes={mistakes}
            onChange={(changed) => onChange({ ...byRule, [rule]: changed })}
          />
          <Button
            size="small"
            icon="trash"
            onClick={() => onChange(Object.fromEntries(Object.entries(byRule).filter(([id]) => id !== rule)))}
          >
            {words.exceptionRemove(nameOf(rule))}
          </Button>
        </details>
      ))}
      {free.length > 0 && (
        <select
          className={styles.add}
          aria-label={words.exceptionAdd}
          value=""
          onChange={(event) => onChange({ ...byRule, [event.target.value]: usualSampling() })}
        >
          <option value="">{words.exceptionAdd} …</option>
          {free.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </>
  )
}
