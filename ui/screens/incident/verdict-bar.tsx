import type { ReactNode } from 'react'
import type { Verdict, VerdictInput } from '../../decisions/decision.ts'
import { Icon, type IconName } from '../../design/icon.tsx'
import { useText } from '../../text/text.ts'
import styles from './verdict-bar.module.css'

export type Reason = NonNullable<VerdictInput['reason']>

export const verdicts: readonly { readonly verdict: Verdict; readonly key: string; readonly icon: IconName }[] = [
  { verdict: 'confirmed', key: 't', icon: 'check' },
  { verdict: 'rejected', key: 'f', icon: 'cross' },
  { verdict: 'inconclusive', key: 'i', icon: 'question' },
]

/** In the order of the keys 1 to 9. */
export const reasons: readonly Reason[] = [
  ...(['real', 'drill', 'reflection', 'wrong-object', 'wrong-zone'] as const),
  ...(['bad-picture', 'duplicate', 'unclear', 'other'] as const),
]

interface VerdictBarProps {
  /** The verdict that stands, or is on its way. */
  readonly standing: Verdict | undefined
  readonly reason: Reason | undefined
  /** What goes with the verdict, what stands, what is in the way. */
  readonly children?: ReactNode
  onReason(reason: Reason | undefined): void
  onJudge(verdict: Verdict): void
}

/** True, false or inconclusive: under the thumb on a phone, beside the picture on a desk. */
export function VerdictBar({ standing, reason, children, onReason, onJudge }: VerdictBarProps) {
  const { incident: text, words } = useText()
  return (
    <section className={styles.bar} aria-label={text.verdict}>
      {children}
      <fieldset className={styles.reasons}>
        <legend className="visually-hidden">{text.reason}</legend>
        {reasons.map((one) => (
          <button
            key={one}
            type="button"
            className={styles.reason}
            aria-pressed={one === reason}
            onClick={() => onReason(one === reason ? undefined : one)}
          >
            {text.reasons[one]}
          </button>
        ))}
      </fieldset>
      <div className={styles.verdicts}>
        {verdicts.map(({ verdict, key, icon }) => (
          <button
            key={verdict}
            type="button"
            className={`${styles.verdict} ${styles[verdict]}`}
            aria-pressed={verdict === standing}
            aria-keyshortcuts={key.toUpperCase()}
            onClick={() => onJudge(verdict)}
          >
            <Icon name={icon} size={24} />
            {words.verdict[verdict]}
            <span className={styles.key} aria-hidden="true">
              {key.toUpperCase()}
            </span>
          </button>
        ))}
      </div>
    </section>
  )
}
