import { itemsOf, useApi, useApiPages } from '../../api/use-api.ts'
import { Field } from '../../design/field.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import styles from './datasets.module.css'
import { DiffPictures } from './diff-pictures.tsx'
import { DiffTables } from './diff-tables.tsx'
import type { PartProps } from './part-props.ts'

/** What is different from another version of the site, which one picks. */
export function ChangesTab(props: PartProps) {
  const { entry, search, onSearch, maySeePictures } = props
  const text = useText().datasets
  const clock = useClock(entry.site)
  const pages = useApiPages('listDatasets', { query: { site: entry.site, limit: 100 } })
  return (
    <Loaded of={pages}>
      {(data) => {
        const others = itemsOf<'listDatasets'>(data).filter(({ version }) => version !== entry.version)
        const against = search.against ?? entry.previous ?? others[0]?.version
        if (against === undefined)
          return (
            <Empty icon="datasets" title={text.compareNone}>
              {text.compareNoneAdvice}
            </Empty>
          )
        // A link may name a version that is not among the newest hundred.
        const isListed = others.some(({ version }) => version === against)
        return (
          <>
            <div className={styles.picker}>
              <Field label={text.compareWith}>
                <select value={against} onChange={(event) => onSearch({ against: event.target.value, kind: undefined, frame: undefined })}>
                  {!isListed && <option value={against}>{against}</option>}
                  {others.map(({ version, createdAt }) => (
                    <option key={version} value={version}>
                      {version} · {clock.moment(createdAt)}
                    </option>
                  ))}
                </select>
              </Field>
            </div>
            <Difference key={against} {...props} against={against} />
            {maySeePictures && <DiffPictures key={`${against} ${search.kind}`} {...props} against={against} />}
          </>
        )
      }}
    </Loaded>
  )
}

function Difference({ entry, against }: PartProps & { against: string }) {
  const diff = useApi('diffDatasets', { params: { version: entry.version }, query: { against } })
  return <Loaded of={diff}>{(data) => <DiffTables diff={data} />}</Loaded>
}
