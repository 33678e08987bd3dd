import type { UseQueryResult } from '@tanstack/react-query'
import type { Answer } from '../../api/call.ts'
import { Loaded } from '../../design/state.tsx'
import type { Rule } from '../../fleet/rule-draft.ts'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './fleet.module.css'
import { previewMinutes } from './use-rule-preview.ts'

type Preview = Answer<'previewRule'>
type Fate = Preview['detections'][number]['fate']

const fates: readonly Fate[] = ['begins', 'holds', 'unsure', 'outside']

/** How many incidents the rule would have raised, and what became of each detection. */
export function RulePreview({ preview, site }: { preview: UseQueryResult<Preview>; site: string }) {
  const words = useText().fleet
  return (
    <section className={styles.form} aria-label={words.preview}>
      <h3>
        {words.preview} <span className={styles.soft}>{words.previewMinutes(previewMinutes)}</span>
      </h3>
      <Loaded of={preview}>
        {({ frames, incidents, detections, isCut }) =>
          frames === 0 ? (
            <p className={styles.soft}>{words.previewNothing}</p>
          ) : (
            <>
              <p role="status">
                <strong>{words.previewCounts(incidents.length, detections.length)}</strong>
              </p>
              <ul className={styles.legend}>
                {fates.map((fate) => (
                  <li key={fate}>
                    <i data-fate={fate} className={styles.dot} /> {detections.filter((one) => one.fate === fate).length} {words.fates[fate]}
                  </li>
                ))}
              </ul>
              {isCut && <p className={styles.soft}>{words.previewCut}</p>}
              <ul>
                {incidents.map(({ startedAt, endedAt, peak }) => (
                  <li key={startedAt}>
                    <SiteTime at={startedAt} site={site} as="time" />
                    {endedAt !== undefined && (
                      <>
                        {' – '}
                        <SiteTime at={endedAt} site={site} as="time" />
                      </>
                    )}
                    , {words.peakAt(Math.round(peak.confidence * 100))}
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </section>
  )
}

/** Where each detection was: the point of its box that the rule looks at. */
export function PreviewMarks({ preview, anchor }: { preview: Preview | undefined; anchor: Rule['anchor'] }) {
  return (
    <div aria-hidden="true">
      {preview?.detections.map(({ at, detection: { box }, fate }, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: two detections of a moment have nothing else that tells them apart
          key={`${at}/${index}`}
          data-fate={fate}
          className={`${styles.dot} ${styles.mark}`}
          style={{
            left: `${(box.left + box.width / 2) * 100}%`,
            top: `${(anchor === 'bottom' ? box.top + box.height : box.top + box.height / 2) * 100}%`,
          }}
        />
      ))}
    </div>
  )
}
