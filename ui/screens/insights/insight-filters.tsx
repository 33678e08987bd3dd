import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import styles from './insights.module.css'
import { filterNames, type InsightFilter } from './insights-span.ts'

export interface InsightFiltersProps {
  readonly filter: InsightFilter
  /** Labels that were seen in the stretch. */
  readonly labels: readonly string[]
  readonly onChange: (filter: InsightFilter) => void
}

/** Looks at one camera, rule or label; all at once where none is chosen. */
export function InsightFilters({ filter, labels, onChange }: InsightFiltersProps) {
  const text = useText().insights
  const { id: site } = useSite()
  const cameras = useApi('listCameras', { params: { site } }).data?.items ?? []
  const rules = useApi('listRules', { params: { site } }).data?.items ?? []
  const options = {
    camera: cameras.map(({ id, name }) => ({ id, name })),
    rule: rules.map(({ id, name }) => ({ id, name })),
    label: [...new Set([...labels, ...rules.map(({ rule }) => rule.label)])].map((label) => ({ id: label, name: label })),
  }
  return (
    <fieldset className={styles.filters}>
      <legend className="visually-hidden">{text.filters}</legend>
      {filterNames.map((name) => {
        const chosen = filter[name]
        // What was removed since then can still be looked at.
        const known = options[name].some(({ id }) => id === chosen) || chosen === undefined
        const all = known ? options[name] : [...options[name], { id: chosen, name: chosen }]
        return (
          <Field key={name} label={text[name]}>
            <select value={chosen ?? ''} onChange={({ target }) => onChange({ ...filter, [name]: target.value || undefined })}>
              <option value="">{text.all[name]}</option>
              {all.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        )
      })}
      {filterNames.some((name) => filter[name] !== undefined) && (
        <Button look="quiet" onClick={() => onChange({})}>
          {text.clear}
        </Button>
      )}
    </fieldset>
  )
}
