import { useState } from 'react'
import type { Answer } from '../../api/call.ts'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Card } from '../../design/page.tsx'
import { Loaded, Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'
import { PolicyRings } from './policy-rings.tsx'
import { PolicyWindows } from './policy-windows.tsx'

type Policy = Answer<'getRolloutPolicy'>

/** How releases get to the devices of the site. */
export function RolloutPolicyTab() {
  const words = useText().fleet
  const site = useSite().id
  const policy = useApi('getRolloutPolicy', { params: { site } })
  return (
    <Card title={words.tabs.policy}>
      <p className={styles.soft}>{words.policyLead}</p>
      <Loaded of={policy}>{(data) => <PolicyForm key={data.version} site={site} stored={data} />}</Loaded>
    </Card>
  )
}

type Figure = {
  readonly name:
    | 'bakeSeconds'
    | 'takeSeconds'
    | 'lookSeconds'
    | 'leastWell'
    | 'mostFailed'
    | 'crashLoop'
    | 'sigmas'
    | 'mostInferenceTime'
    | 'mostMemory'
    | 'leastFrameRate'
    | 'approvals'
    | 'approvalHours'
  readonly min: number
  readonly max: number
  /** Written in percent, kept as a share. */
  readonly isShare?: boolean
  readonly isWhole?: boolean
}

const day = 86_400
const figures: readonly Figure[] = [
  { name: 'bakeSeconds', min: 0, max: 30 * day },
  { name: 'takeSeconds', min: 10, max: day },
  { name: 'lookSeconds', min: 0.5, max: 600 },
  { name: 'leastWell', min: 0, max: 100, isShare: true },
  { name: 'mostFailed', min: 0, max: 100, isShare: true },
  { name: 'crashLoop', min: 2, max: 100, isWhole: true },
  { name: 'sigmas', min: 1, max: 20 },
  { name: 'mostInferenceTime', min: 1, max: 100 },
  { name: 'mostMemory', min: 1, max: 100 },
  { name: 'leastFrameRate', min: 0, max: 1 },
  { name: 'approvals', min: 1, max: 2, isWhole: true },
  { name: 'approvalHours', min: 0.01, max: 24 * 90 },
]

function PolicyForm({ site, stored }: { site: string; stored: Policy }) {
  const text = useText()
  const words = text.fleet.policy
  const show = useToast()
  const mayChange = useCan('iot-engineer')
  const [policy, setPolicy] = useState(stored)
  const set = (part: Partial<Policy>) => setPolicy((before) => ({ ...before, ...part }))
  const save = useAction('saveRolloutPolicy', ['getRolloutPolicy'])
  const submit = async () => {
    const { version, ...body } = policy
    await save.mutateAsync({ params: { site }, body, version })
    show({ message: words.saved })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit().catch(() => {})
      }}
    >
      <fieldset className={styles.plain} disabled={!mayChange}>
        <PolicyRings rings={policy.rings} onChange={(rings) => set({ rings })} />
        <div className={styles.pair}>
          {figures.map(({ name, min, max, isShare = false, isWhole = false }) => (
            <Field key={name} label={words[name]}>
              <input
                required
                type="number"
                min={min}
                max={max}
                step={isWhole ? 1 : 'any'}
                value={shown(policy[name], isShare)}
                onChange={({ target }) => set({ [name]: isShare ? target.valueAsNumber / 100 : target.valueAsNumber })}
              />
            </Field>
          ))}
          <Field label={words.carrier}>
            <select value={policy.carrier} onChange={({ target }) => set({ carrier: target.value as Policy['carrier'] })}>
              <option value="image">{words.carriers.image}</option>
              <option value="artefact">{words.carriers.artefact}</option>
            </select>
          </Field>
        </div>
        {(['automatic', 'waitsForIncidents'] as const).map((name) => (
          <label key={name} className={styles.check}>
            <input type="checkbox" checked={policy[name]} onChange={({ target }) => set({ [name]: target.checked })} />
            {words[name]}
          </label>
        ))}
        <PolicyWindows windows={policy.windows} onChange={(windows) => set({ windows })} />
        {save.error && <Problem error={save.error} />}
        {mayChange && (
          <div className={styles.buttons}>
            <Button type="submit" look="primary" isBusy={save.isPending}>
              {text.shell.save}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  )
}

function shown(value: number, isShare: boolean): number | '' {
  if (!Number.isFinite(value)) return ''
  return isShare ? Math.round(value * 1000) / 10 : value
}
