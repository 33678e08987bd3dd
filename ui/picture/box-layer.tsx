import styles from './box-layer.module.css'
import { boxColour, type LabelledBox } from './boxes.ts'

/** Boxes over a picture or video that fills the same element; they are hidden from screen readers, the list beside them is not. */
export function BoxLayer({ boxes }: { boxes: readonly LabelledBox[] }) {
  return (
    <div className={styles.layer} aria-hidden="true">
      {boxes.map(({ label, box, confidence }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no names of their own, and keep their order within a frame
          key={index}
          className={styles.box}
          data-end={box.left + box.width / 2 > 0.6 || undefined}
          style={{
            left: `${box.left * 100}%`,
            top: `${box.top * 100}%`,
            width: `${box.width * 100}%`,
            height: `${box.height * 100}%`,
            color: boxColour(label),
          }}
        >
          <span>
            {label}
            {confidence !== undefined && ` ${Math.round(confidence * 100)} %`}
          </span>
        </div>
      ))}
    </div>
  )
}
