import { useSites } from '../people/site.tsx'
import { useText } from '../text/text.ts'
import styles from './site-picker.module.css'

/** Whose incidents, cameras and models the screens show. With one site there is nothing to pick. */
export function SitePicker() {
  const text = useText().shell
  const { all, chosen, choose } = useSites()
  if (all.length === 1) return <span className={styles.only}>{chosen.name}</span>
  return (
    <select className={styles.picker} aria-label={text.site} value={chosen.id} onChange={(event) => choose(event.target.value)}>
      {all.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}
