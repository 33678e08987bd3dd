import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { CheckGroup } from '../../forms/check-group.tsx'
import { HoursFields } from '../../forms/hours-fields.tsx'
import { useText } from '../../text/text.ts'
import { CameraViews } from './camera-views.tsx'
import styles from './compliance.module.css'
import { Choice, NumberField, WordList } from './inputs.tsx'
import { dataKinds, fieldsOf, type Policy } from './policy-draft.ts'

export interface GeneralCardsProps {
  readonly policy: Policy
  errorAt(field: string): string | undefined
  readonly onChange: (policy: Policy) => void
}

/** All of a policy that is not a rule. */
export function GeneralCards({ policy, errorAt, onChange }: GeneralCardsProps) {
  const words = useText().compliance
  const { people, retentionDays } = policy
  const change = (changed: Partial<Policy>) => onChange({ ...policy, ...changed })
  const hours = policy.workingHours
  return (
    <>
      <Card title={words.peopleTitle}>
        <p className={styles.note}>{words.peopleNote}</p>
        <div className={styles.fields}>
          <Choice
            label={words.treatment}
            value={people.treatment}
            options={(['cover', 'drop'] as const).map((value) => ({ value, title: words.treatments[value] }))}
            onChange={(treatment) => change({ people: { ...people, treatment } })}
          />
          <NumberField
            label={words.margin}
            hint={words.marginHint}
            scale={100}
            value={people.marginShare}
            error={errorAt('people.marginShare')}
            onChange={(marginShare = Number.NaN) => change({ people: { ...people, marginShare } })}
          />
          <NumberField
            label={words.longSide}
            value={policy.longSide}
            error={errorAt('longSide')}
            onChange={(longSide = Number.NaN) => change({ longSide })}
          />
        </div>
        <WordList
          label={words.personLabels}
          hint={words.personLabelsHint}
          words={people.labels}
          error={errorAt('people.labels')}
          onChange={(labels) => change({ people: { ...people, labels } })}
        />
        <CameraViews cameras={people.cameras} errorAt={errorAt} onChange={(cameras) => change({ people: { ...people, cameras } })} />
      </Card>
      <Card title={words.fieldsTitle}>
        <p className={styles.note}>{words.fieldsNote}</p>
        <div className={styles.parts}>
          {dataKinds.map((kind) => (
            <CheckGroup
              key={kind}
              label={words.kind[kind]}
              options={fieldsOf[kind].map((value) => ({ value, title: words.field[value] }))}
              chosen={policy.fields[kind]}
              onChange={(chosen) => change({ fields: { ...policy.fields, [kind]: chosen } })}
            />
          ))}
        </div>
      </Card>
      <Card title={words.keeping}>
        <p className={styles.note}>{words.keepingNote}</p>
        <div className={styles.fields}>
          {(['short', 'standard', 'long'] as const).map((name) => (
            <NumberField
              key={name}
              label={words.daysOf(words.retentions[name])}
              value={retentionDays[name]}
              error={errorAt(`retentionDays.${name}`) ?? errorAt('retentionDays')}
              onChange={(days = Number.NaN) => change({ retentionDays: { ...retentionDays, [name]: days } })}
            />
          ))}
          <WordList
            label={words.regions}
            hint={words.regionsHint}
            words={policy.regions}
            error={errorAt('regions.0') ?? errorAt('regions')}
            onChange={(regions) => change({ regions })}
          />
        </div>
      </Card>
      <Card title={words.workingHours}>
        <p className={styles.note}>{words.workingHoursNote}</p>
        {hours.map((window, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: windows have no names, and their fields hold no state
          <section key={index} className={styles.parts} aria-label={words.window(index + 1)}>
            <HoursFields
              hours={window}
              errorAt={(field) => errorAt(`workingHours.${index}.${field}`)}
              onChange={(changed) => change({ workingHours: hours.with(index, { ...window, ...changed }) })}
            />
            <div>
              <Button size="small" icon="trash" onClick={() => change({ workingHours: hours.toSpliced(index, 1) })}>
                {words.removeWindow(index + 1)}
              </Button>
            </div>
          </section>
        ))}
        <div>
          <Button
            icon="plus"
            onClick={() => change({ workingHours: [...hours, { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '06:00', to: '22:00' }] })}
          >
            {words.addWindow}
          </Button>
        </div>
      </Card>
    </>
  )
}
