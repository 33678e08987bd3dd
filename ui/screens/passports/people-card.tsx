import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import type { ModelPassport } from './passport-lineage.ts'
import styles from './passports.module.css'

const parts = ['labelled', 'judged', 'started', 'uploaded', 'approved', 'rejected'] as const

/** Who had which part in it. */
export function PeopleCard({ people, names }: Pick<ModelPassport, 'people' | 'names'>) {
  const text = useText()
  const words = text.passports
  const rows = parts.flatMap((part) => {
    const who = [...new Set(people.filter((one) => one.part === part).map((one) => one.who))]
    return who.length === 0 ? [] : [{ part, who }]
  })
  return (
    <Card title={words.people}>
      {rows.length === 0 && <p className={styles.soft}>{words.nobody}</p>}
      <dl className={styles.facts}>
        {rows.map(({ part, who }) => (
          <div key={part}>
            <dt>{words.part[part]}</dt>
            <dd>{who.map((id) => (id === 'system' ? words.policy : (names[id] ?? id))).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
