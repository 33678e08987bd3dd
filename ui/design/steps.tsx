import { useText } from '../text/text.ts'
import { Icon } from './icon.tsx'
import styles from './steps.module.css'

export interface Step {
  readonly key: string
  readonly name: string
  readonly stage: 'past' | 'now' | 'next' | 'broken'
}

/** A way in steps: which are behind, at which it is, and where it broke off. */
export function Steps({ title, steps }: { title: string; steps: readonly Step[] }) {
  const { stage: words } = useText().words
  return (
    <ol className={styles.steps} aria-label={title}>
      {steps.map(({ key, name, stage }, index) => (
        <li key={key} className={styles[stage]} aria-current={stage === 'now' || stage === 'broken' ? 'step' : undefined}>
          <span className={styles.mark} aria-hidden="true">
            {stage === 'past' ? <Icon name="check" size={16} /> : stage === 'broken' ? <Icon name="close" size={16} /> : index + 1}
          </span>
          {name}
          <span className="visually-hidden">: {words[stage]}</span>
        </li>
      ))}
    </ol>
  )
}
