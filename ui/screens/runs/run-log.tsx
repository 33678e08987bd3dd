import { useEffect, useRef } from 'react'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import styles from './runs.module.css'

/** What the trainer said last; it follows the newest line until somebody scrolls up. */
export function RunLog({ lines, isOver }: { lines: readonly string[]; isOver: boolean }) {
  const text = useText().runs
  const place = useRef<HTMLElement>(null)
  const follows = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are what makes it longer
  useEffect(() => {
    const log = place.current
    if (log !== null && follows.current) log.scrollTop = log.scrollHeight
  }, [lines])
  if (lines.length === 0 && isOver) return null
  return (
    <Card title={text.log}>
      {lines.length === 0 ? (
        <p className={styles.soft}>{text.noLog}</p>
      ) : (
        <>
          <p className={styles.soft}>{text.logNote}</p>
          <section
            ref={place}
            className={styles.log}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
            tabIndex={0}
            aria-label={text.logNote}
            onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
              follows.current = scrollHeight - scrollTop - clientHeight < 24
            }}
          >
            <pre>{lines.join('\n')}</pre>
          </section>
        </>
      )}
    </Card>
  )
}
