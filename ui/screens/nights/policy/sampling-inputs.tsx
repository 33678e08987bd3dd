import styles from './policy.module.css'
import type { Mistakes, SamplingDraft } from './policy-draft.ts'
import { type SamplingName, samplingFields } from './policy-fields.ts'
import { CheckInput, NumberInput } from './policy-inputs.tsx'

interface SamplingInputsProps {
  readonly draft: SamplingDraft
  /** Before the names of the fields in `mistakes`. */
  readonly path: string
  readonly mistakes: Mistakes
  readonly onChange: (draft: SamplingDraft) => void
}

/** Which frames are taken out of a recording. */
export function SamplingInputs({ draft, path, mistakes, onChange }: SamplingInputsProps) {
  return (
    <>
      <div className={styles.fields}>
        {(Object.keys(samplingFields) as SamplingName[]).map((name) => (
          <NumberInput
            key={name}
            name={name}
            field={samplingFields[name]}
            text={draft.numbers[name]}
            mistake={mistakes[`${path}.${name}`]}
            onWrite={(written) => onChange({ ...draft, numbers: { ...draft.numbers, [name]: written } })}
          />
        ))}
      </div>
      <CheckInput
        name="outsideKeyframesOnly"
        isOn={draft.outsideKeyframesOnly}
        onChange={(outsideKeyframesOnly) => onChange({ ...draft, outsideKeyframesOnly })}
      />
    </>
  )
}
