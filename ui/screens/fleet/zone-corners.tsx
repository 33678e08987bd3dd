import { Button } from '../../design/button.tsx'
import { type Corner, insertCorner, leastCorners, mostCorners, moveCorner, removeCorner, type Zone } from '../../fleet/zone-geometry.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'
import { percentOf } from './zone-editor.tsx'

interface ZoneCornersProps {
  readonly zone: Zone
  readonly onChange: (zone: Zone) => void
  readonly chosen: number | undefined
  readonly onChoose: (index: number | undefined) => void
}

const middle: Corner = [0.5, 0.5]

/** The corners of a zone as figures: what can be drawn can be written, and the other way round. */
export function ZoneCorners({ zone, onChange, chosen, onChoose }: ZoneCornersProps) {
  const words = useText().fleet
  const set = (index: number, axis: 0 | 1, percent: number) =>
    onChange(moveCorner(zone, index, axis === 0 ? [percent / 100, zone[index]![1]] : [zone[index]![0], percent / 100]))
  return (
    <details className={styles.corners}>
      <summary>{words.coordinates}</summary>
      {zone.length > 0 && (
        <ol>
          {zone.map(([left, top], index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place in the outline
              key={index}
              data-chosen={index === chosen || undefined}
            >
              {index + 1}
              {([left, top] as const).map((share, axis) => (
                <input
                  key={axis === 0 ? 'left' : 'top'}
                  type="number"
                  min={0}
                  max={100}
                  step={0.1}
                  value={percentOf(share)}
                  aria-label={axis === 0 ? words.cornerLeft(index + 1) : words.cornerTop(index + 1)}
                  onFocus={() => onChoose(index)}
                  onChange={({ target }) => set(index, axis as 0 | 1, target.valueAsNumber)}
                />
              ))}
              <Button
                size="small"
                look="quiet"
                icon="plus"
                label={words.cornerInsert(index + 1)}
                disabled={zone.length >= mostCorners}
                onClick={() => onChange(insertCorner(zone, index))}
              />
              <Button
                size="small"
                look="quiet"
                icon="trash"
                label={words.cornerRemove(index + 1)}
                onClick={() => onChange(removeCorner(zone, index))}
              />
            </li>
          ))}
        </ol>
      )}
      {zone.length < leastCorners && (
        <Button size="small" icon="plus" onClick={() => onChange([...zone, firstCorners[zone.length] ?? middle])}>
          {words.cornerAdd}
        </Button>
      )}
    </details>
  )
}

/** Where corners come that nobody placed: a triangle that one can see. */
const firstCorners: Zone = [
  [0.3, 0.3],
  [0.7, 0.3],
  [0.5, 0.7],
]
