import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Card } from '../../design/page.tsx'
import { CheckGroup } from '../../forms/check-group.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import styles from './compliance.module.css'
import { Choice, NumberField, WordList } from './inputs.tsx'
import { allFields, kinds, type Rule, withChoice } from './policy-draft.ts'

export interface RuleCardProps {
  readonly rule: Rule
  readonly place: number
  readonly count: number
  errorAt(field: string): string | undefined
  readonly onChange: (rule: Rule) => void
  readonly onMove: (step: -1 | 1) => void
  readonly onRemove: () => void
}

/** One rule of a policy: what it is about, and what happens then. */
export function RuleCard({ rule, place, count, errorAt, onChange, onMove, onRemove }: RuleCardProps) {
  const text = useText()
  const words = text.compliance
  const { id: site } = useSite()
  const cameras = useApi('listCameras', { params: { site } }).data?.items ?? []
  const rules = useApi('listRules', { params: { site } }).data?.items ?? []
  const { when, action } = rule
  const ask = <Name extends keyof Rule['when']>(name: Name, value: Rule['when'][Name] | undefined) =>
    onChange({ ...rule, when: withChoice(when, name, value) })
  const named = (things: readonly { id: string; name: string }[], chosen: readonly string[] = []) => [
    ...things.map(({ id, name }) => ({ value: id, title: name })),
    ...chosen.filter((id) => !things.some((thing) => thing.id === id)).map((id) => ({ value: id, title: id })),
  ]
  return (
    <Card
      title={words.ruleTitle(place + 1, rule.id)}
      actions={
        <>
          <Button size="small" look="quiet" icon="up" label={words.moveUp(rule.id)} disabled={place === 0} onClick={() => onMove(-1)} />
          <Button
            size="small"
            look="quiet"
            icon="down"
            label={words.moveDown(rule.id)}
            disabled={place === count - 1}
            onClick={() => onMove(1)}
          />
          <Button size="small" look="quiet" icon="trash" label={words.removeRule(rule.id)} onClick={onRemove} />
        </>
      }
    >
      <div className={styles.fields}>
        <Field label={words.ruleName} hint={words.ruleNameHint} error={errorAt('id')}>
          <input value={rule.id} maxLength={63} onChange={({ target }) => onChange({ ...rule, id: target.value })} />
        </Field>
        <Choice
          label={words.action}
          value={action}
          options={(['release', 'withhold', 'quarantine'] as const).map((value) => ({ value, title: words.actions[value] }))}
          onChange={(value) => onChange({ ...rule, action: value })}
        />
        {action === 'release' && (
          <Choice
            label={words.retention}
            value={rule.retention}
            options={(['short', 'standard', 'long'] as const).map((value) => ({ value, title: words.retentions[value] }))}
            onChange={(retention) => onChange({ ...rule, retention })}
          />
        )}
      </div>
      <details className={styles.more} open={Object.keys(when).length > 0}>
        <summary>{words.when}</summary>
        <p className={styles.note}>{words.whenNote}</p>
        <div className={styles.parts}>
          <CheckGroup
            label={words.kindTitle}
            options={kinds.map((value) => ({ value, title: words.kind[value] }))}
            chosen={when.kinds ?? []}
            onChange={(chosen) => ask('kinds', chosen)}
          />
          {cameras.length > 0 && (
            <CheckGroup
              label={words.cameras}
              options={named(cameras, when.cameras)}
              chosen={when.cameras ?? []}
              onChange={(chosen) => ask('cameras', chosen)}
            />
          )}
          {rules.length > 0 && (
            <CheckGroup
              label={words.incidentRules}
              options={named(rules, when.rules)}
              chosen={when.rules ?? []}
              onChange={(chosen) => ask('rules', chosen)}
            />
          )}
          <CheckGroup
            label={words.severities}
            options={(['critical', 'warning', 'info'] as const).map((value) => ({ value, title: text.words.severity[value] }))}
            chosen={when.severities ?? []}
            onChange={(chosen) => ask('severities', chosen)}
          />
          <div className={styles.fields}>
            <WordList
              label={words.labels}
              hint={words.labelsHint}
              words={when.labels ?? []}
              error={errorAt('when.labels')}
              onChange={(labels) => ask('labels', labels)}
            />
            <Choice
              label={words.hours}
              value={when.hours ?? ''}
              options={(['', 'working', 'other'] as const).map((value) => ({
                value,
                title: words.hoursChoice[value === '' ? 'any' : value],
              }))}
              onChange={(value) => ask('hours', value === '' ? undefined : value)}
            />
            <Choice
              label={words.people}
              value={when.people === undefined ? '' : when.people ? 'seen' : 'none'}
              options={(['', 'seen', 'none'] as const).map((value) => ({ value, title: words.peopleChoice[value === '' ? 'any' : value] }))}
              onChange={(value) => ask('people', value === '' ? undefined : value === 'seen')}
            />
            <NumberField
              label={words.confidenceFrom}
              value={when.confidenceFrom}
              isOptional
              scale={100}
              error={errorAt('when.confidenceFrom')}
              onChange={(value) => ask('confidenceFrom', value)}
            />
            <NumberField
              label={words.confidenceBelow}
              value={when.confidenceBelow}
              isOptional
              scale={100}
              error={errorAt('when.confidenceBelow')}
              onChange={(value) => ask('confidenceBelow', value)}
            />
          </div>
        </div>
      </details>
      {action === 'release' && (
        <details className={styles.more} open={rule.without.length > 0 || rule.people !== undefined || rule.longSide !== undefined}>
          <summary>{words.taken}</summary>
          <div className={styles.parts}>
            <CheckGroup
              label={words.without}
              options={allFields.map((value) => ({ value, title: words.field[value] }))}
              chosen={rule.without}
              onChange={(without) => onChange({ ...rule, without })}
            />
            <div className={styles.fields}>
              <Choice
                label={words.treatment}
                value={rule.people ?? ''}
                options={(['', 'cover', 'drop'] as const).map((value) => ({
                  value,
                  title: words.treatments[value === '' ? 'usual' : value],
                }))}
                onChange={(value) => onChange(withChoice(rule, 'people', value === '' ? undefined : value))}
              />
              <NumberField
                label={words.longSide}
                value={rule.longSide}
                isOptional
                error={errorAt('longSide')}
                onChange={(value) => onChange(withChoice(rule, 'longSide', value))}
              />
            </div>
          </div>
        </details>
      )}
    </Card>
  )
}
