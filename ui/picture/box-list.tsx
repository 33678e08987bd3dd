import { Button } from '../design/button.tsx'
import { Tag } from '../design/tag.tsx'
import { useText } from '../text/text.ts'
import { growBox, moveBox } from './box-geometry.ts'
import styles from './box-list.module.css'
import { boxColour } from './boxes.ts'
import { placeOf } from './describe-box.ts'
import type { BoxEdits, EditedBox } from './use-box-edits.ts'
import type { Size } from './view.ts'

export interface BoxListProps {
  readonly edits: BoxEdits
  readonly labels: readonly string[]
  readonly size: Size
  readonly isReadOnly: boolean
}

/** The boxes beside the picture: everything that can be done by dragging can be done here by words and figures. */
export function BoxList({ edits, labels, size, isReadOnly }: BoxListProps) {
  const text = useText().boxes
  if (edits.boxes.length === 0) return <p className={styles.none}>{text.none}</p>
  return (
    <ol className={styles.list} aria-label={text.title}>
      {edits.boxes.map((box, index) => (
        <li key={box.id} className={box.id === edits.chosen?.id ? styles.chosen : undefined}>
          <div className={styles.row}>
            <button
              type="button"
              className={styles.name}
              aria-pressed={box.id === edits.chosen?.id}
              onClick={() => edits.choose(box.id === edits.chosen?.id ? undefined : box.id)}
            >
              <i style={{ background: boxColour(box.label) }} />
              <span className={styles.word}>
                {index + 1} · {box.label}
              </span>
              {box.isSuggestion && (
                <Tag tone={box.isDoubted ? 'warning' : 'info'}>{suggestion(box.isDoubted ? text.doubted : text.suggestion, box)}</Tag>
              )}
              <span className="visually-hidden">{placeOf(text, box, size)}</span>
            </button>
            {box.isSuggestion && !isReadOnly && (
              <Button size="small" look="quiet" icon="check" label={text.accept(index + 1)} onClick={() => edits.accept(box.id)} />
            )}
            {!isReadOnly && (
              <Button size="small" look="quiet" icon="trash" label={text.remove(index + 1)} onClick={() => edits.remove(box.id)} />
            )}
          </div>
          {box.id === edits.chosen?.id && !isReadOnly && <Figures box={box} edits={edits} labels={labels} size={size} />}
        </li>
      ))}
    </ol>
  )
}

function suggestion(word: string, { confidence }: EditedBox): string {
  return confidence === undefined ? word : `${word} ${Math.round(confidence * 100)} %`
}

/** Label and place of the chosen box, in pixels of the picture. */
function Figures({ box: edited, edits, labels, size }: Omit<BoxListProps, 'isReadOnly'> & { box: EditedBox }) {
  const text = useText().boxes
  const { box, id, label } = edited
  const least = { x: 1 / size.width, y: 1 / size.height }
  const move = (by: { x: number; y: number }) => edits.reshape(id, moveBox(box, by), 'move')
  const grow = (by: { x: number; y: number }) => edits.reshape(id, growBox(box, by, least), 'grow')
  const figures = [
    [text.left, box.left, size.width, (by: number) => move({ x: by, y: 0 })],
    [text.top, box.top, size.height, (by: number) => move({ x: 0, y: by })],
    [text.width, box.width, size.width, (by: number) => grow({ x: by, y: 0 })],
    [text.height, box.height, size.height, (by: number) => grow({ x: 0, y: by })],
  ] as const
  return (
    <div className={styles.figures}>
      <label className={styles.label}>
        <span>{text.label}</span>
        <select value={label} onChange={(event) => edits.relabel(event.target.value)}>
          {[...new Set([...labels, label])].map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      {figures.map(([name, value, whole, change]) => (
        <label key={name}>
          <span>{name}</span>
          <input
            type="number"
            min={0}
            max={whole}
            value={Math.round(value * whole)}
            onChange={({ target }) => target.value !== '' && change((target.valueAsNumber - Math.round(value * whole)) / whole)}
          />
        </label>
      ))}
    </div>
  )
}
