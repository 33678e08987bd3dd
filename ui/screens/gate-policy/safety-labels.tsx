import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { CheckGroup } from '../../forms/check-group.tsx'
import { useText } from '../../text/text.ts'
import styles from './gate-policy.module.css'

interface SafetyLabelsProps {
  readonly site: string
  readonly chosen: readonly string[]
  readonly error: string | undefined
  readonly onChange: (labels: string[]) => void
}

/** Labels to guard: those that the rules of the site ask for are offered, others are added by name. */
export function SafetyLabels({ site, chosen, error, onChange }: SafetyLabelsProps) {
  const text = useText()
  const words = text.gatePolicy
  const rules = useApi('listRules', { params: { site } })
  const [own, setOwn] = useState<readonly string[]>(chosen)
  const [label, setLabel] = useState('')
  const asked = rules.data?.items.map(({ rule }) => rule.label) ?? []
  const options = [...new Set([...asked, ...own, ...chosen])].sort()
  const add = () => {
    const wanted = label.trim()
    if (wanted === '') return
    setOwn([...own, wanted])
    onChange([...new Set([...chosen, wanted])].sort())
    setLabel('')
  }
  return (
    <>
      {options.length === 0 ? (
        <p>{words.noLabels}</p>
      ) : (
        <CheckGroup
          label={words.labels}
          options={options.map((value) => ({ value, title: value }))}
          chosen={chosen}
          onChange={onChange}
          error={error}
        />
      )}
      {chosen.length === 0 && <p className={styles.warned}>{words.noSafety}</p>}
      <div className={styles.adding}>
        <Field label={words.addLabel} hint={words.labelHint}>
          <input
            value={label}
            maxLength={64}
            onChange={({ target }) => setLabel(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              // Enter adds the label here; the form as a whole is saved by its own button.
              event.preventDefault()
              add()
            }}
          />
        </Field>
        <Button icon="plus" onClick={add} disabled={label.trim() === ''}>
          {text.shell.add}
        </Button>
      </div>
    </>
  )
}
