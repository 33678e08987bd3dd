import { Chip } from '../../design/tag.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import { type DatasetSearch, groups, splits } from './dataset-search.ts'
import styles from './item-filters.module.css'

interface ItemFiltersProps {
  readonly search: DatasetSearch
  readonly onSearch: (change: DatasetSearch) => void
  readonly labels: readonly string[]
  readonly cameras: readonly string[]
}

/** Which pictures are shown; what is on stands as chips that go away with their cross. */
export function ItemFilters({ search, onSearch, labels, cameras }: ItemFiltersProps) {
  const text = useText()
  const words = text.datasets
  const names = useNames()
  const filters = [
    { name: 'split', title: words.splitTitle, values: splits.map((one) => [one, words.split[one]] as const) },
    { name: 'group', title: words.groupTitle, values: groups.map((one) => [one, words.group[one]] as const) },
    { name: 'label', title: words.label, values: labels.map((one) => [one, one] as const) },
    { name: 'camera', title: words.camera, values: cameras.map((one) => [one, names.camera(one)] as const) },
  ] as const
  const on = filters.filter(({ name }) => search[name] !== undefined)
  const change = (name: (typeof filters)[number]['name'], value: string) =>
    onSearch({ [name]: value === '' ? undefined : value, frame: undefined } as DatasetSearch)
  return (
    <div className={styles.filters}>
      <search className={styles.selects} aria-label={words.filters}>
        {filters.map(({ name, title, values }) => (
          <label key={name}>
            <span>{title}</span>
            <select value={search[name] ?? ''} onChange={(event) => change(name, event.target.value)}>
              <option value="">{text.words.all}</option>
              {values.map(([value, shown]) => (
                <option key={value} value={value}>
                  {shown}
                </option>
              ))}
            </select>
          </label>
        ))}
      </search>
      {on.length > 0 && (
        <div className={styles.chips}>
          {on.map(({ name, title, values }) => {
            const shown = values.find(([value]) => value === search[name])?.[1] ?? search[name]
            return (
              <Chip key={name} removeLabel={`${text.shell.remove}: ${title} ${shown}`} onRemove={() => change(name, '')}>
                {title}: {shown}
              </Chip>
            )
          })}
        </div>
      )}
    </div>
  )
}
