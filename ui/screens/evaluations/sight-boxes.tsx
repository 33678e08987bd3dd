import type { Box } from '../../picture/boxes.ts'
import { useText } from '../../text/text.ts'
import styles from './sight-boxes.module.css'

/** What is on a frame, and what a model sees there. */
export interface Sight {
  readonly objects: readonly { readonly label: string; readonly box: Box; readonly isFound: boolean }[]
  readonly seen: readonly { readonly label: string; readonly confidence: number; readonly box: Box; readonly isRight: boolean }[]
}

/** What stands on a box however small the picture is: colours alone would not tell everybody. */
const signs = { right: '✓', wrong: '✗', missed: '?' } as const

/** Boxes by what is right and wrong about them; the caption below the picture says the same in words. */
export function SightBoxes({ sight: { objects, seen } }: { sight: Sight }) {
  const boxes = [
    ...objects.map(({ label, box, isFound }) => ({ kind: isFound ? ('truth' as const) : ('missed' as const), box, words: label })),
    ...seen.map(({ label, box, isRight, confidence }) => ({
      kind: isRight ? ('right' as const) : ('wrong' as const),
      box,
      words: `${label} ${Math.round(confidence * 100)} %`,
    })),
  ]
  return (
    <div className={styles.layer} aria-hidden="true">
      {boxes.map(({ kind, box, words }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no names of their own, and keep their order within a frame
          key={index}
          className={`${styles.box} ${styles[kind]}`}
          data-end={box.left + box.width / 2 > 0.6 || undefined}
          style={{
            left: `${box.left * 100}%`,
            top: `${box.top * 100}%`,
            width: `${box.width * 100}%`,
            height: `${box.height * 100}%`,
          }}
        >
          {kind !== 'truth' && (
            <span>
              {signs[kind]}
              <b> {words}</b>
            </span>
          )}
        </div>
      ))}
    </div>
  )
}

/** What the looks of the boxes mean. */
export function BoxKey() {
  const text = useText().evaluations
  return (
    <ul className={styles.key}>
      {(['right', 'wrong', 'truth', 'missed'] as const).map((kind) => (
        <li key={kind}>
          <i className={`${styles.box} ${styles[kind]}`}>{kind !== 'truth' && signs[kind]}</i>
          {text.box[kind]}
        </li>
      ))}
    </ul>
  )
}
