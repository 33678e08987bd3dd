import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import {
  addCorner,
  type Corner,
  cornerAt,
  insertCorner,
  leastCorners,
  middleOf,
  mostCorners,
  moveCorner,
  removeCorner,
  type Zone,
} from '../../fleet/zone-geometry.ts'
import { useText } from '../../text/text.ts'
import styles from './zone-editor.module.css'

interface ZoneEditorProps {
  /** Address of the picture; the zone can be drawn without one. */
  readonly source: string | undefined
  readonly alt: string
  /** The picture is on its way. */
  readonly isAsking?: boolean
  readonly zone: Zone
  readonly onChange: (zone: Zone) => void
  readonly chosen: number | undefined
  readonly onChoose: (index: number | undefined) => void
  /** Undefined = may look, may not draw. */
  readonly isReadOnly?: boolean
  /** Drawn over the picture and below the zone. */
  readonly children?: ReactNode
}

const [smallStep, largeStep] = [0.005, 0.05]
const steps: Readonly<Record<string, Corner>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/**
 * A zone on a picture. A click adds a corner, dragging moves one, the small handle in the middle of an edge bends it. Every
 * corner is a button: arrows move it, Delete removes it. The list of coordinates beside it does the same by figures.
 */
export function ZoneEditor({
  source,
  alt,
  isAsking = false,
  zone,
  onChange,
  chosen,
  onChoose,
  isReadOnly = false,
  children,
}: ZoneEditorProps) {
  const text = useText()
  const words = text.fleet
  const stage = useRef<HTMLDivElement>(null)
  const [ratio, setRatio] = useState(16 / 9)
  const [dragged, setDragged] = useState<number>()
  const cornerOf = ({ clientX, clientY }: PointerEvent) => cornerAt(stage.current!.getBoundingClientRect(), clientX, clientY)
  const add = (corner: Corner) => {
    const added = addCorner(zone, corner)
    onChange(added.zone)
    onChoose(added.index)
  }
  const onKey = (event: KeyboardEvent, index: number) => {
    const step = steps[event.key]
    const [left, top] = zone[index]!
    const far = event.shiftKey ? largeStep : smallStep
    if (step !== undefined) onChange(moveCorner(zone, index, [left + step[0] * far, top + step[1] * far]))
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      onChange(removeCorner(zone, index))
      onChoose(undefined)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const grab = (event: PointerEvent, index: number) => {
    event.stopPropagation()
    // Whatever is under the pointer then, the picture keeps hearing of it.
    stage.current!.setPointerCapture(event.pointerId)
    setDragged(index)
    onChoose(index)
  }
  return (
    <div
      ref={stage}
      className={styles.stage}
      style={{ aspectRatio: ratio }}
      data-drawing={!isReadOnly || undefined}
      onPointerDown={(event) => {
        if (isReadOnly || event.button !== 0) return
        event.preventDefault()
        add(cornerOf(event))
      }}
      onPointerMove={(event) => dragged !== undefined && onChange(moveCorner(zone, dragged, cornerOf(event)))}
      onPointerUp={() => setDragged(undefined)}
      onPointerCancel={() => setDragged(undefined)}
    >
      {source === undefined ? (
        <p className={styles.none}>{isAsking ? text.shell.loading : words.noPicture}</p>
      ) : (
        <img
          src={source}
          alt={alt}
          draggable={false}
          onLoad={({ currentTarget }) => setRatio(currentTarget.naturalWidth / currentTarget.naturalHeight)}
        />
      )}
      {children}
      <Outline zone={zone} />
      {!isReadOnly &&
        zone.map((corner, index) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place in the outline
            key={index}
            type="button"
            className={styles.corner}
            style={placeOf(corner)}
            aria-label={words.corner(index + 1, percentOf(corner[0]), percentOf(corner[1]))}
            aria-pressed={index === chosen}
            onPointerDown={(event) => grab(event, index)}
            onFocus={() => onChoose(index)}
            onKeyDown={(event) => onKey(event, index)}
          />
        ))}
      {!isReadOnly &&
        zone.length >= leastCorners &&
        zone.length < mostCorners &&
        zone.map((_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: an edge is its place in the outline
            key={index}
            className={styles.middle}
            style={placeOf(middleOf(zone, index))}
            onPointerDown={(event) => {
              onChange(insertCorner(zone, index))
              grab(event, index + 1)
            }}
          />
        ))}
    </div>
  )
}

function Outline({ zone }: { zone: Zone }) {
  if (zone.length < 2) return null
  const points = zone.map(([left, top]) => `${left},${top}`).join(' ')
  return (
    <svg className={styles.outline} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      {zone.length > 2 && <path d={`M0 0H1V1H0Z M${points.replaceAll(' ', 'L')}Z`} fillRule="evenodd" className={styles.outside} />}
      <polygon points={points} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

export function percentOf(share: number): number {
  return Math.round(share * 1000) / 10
}

function placeOf([left, top]: Corner) {
  return { left: `${left * 100}%`, top: `${top * 100}%` }
}
