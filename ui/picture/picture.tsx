import { useState } from 'react'
import { Icon } from '../design/icon.tsx'
import { BoxLayer } from './box-layer.tsx'
import type { LabelledBox } from './boxes.ts'
import styles from './picture.module.css'

export interface PictureProps {
  /** Address of the picture; undefined while it is asked for. */
  readonly source: string | undefined
  /** What is on it, in words. */
  readonly alt: string
  readonly boxes?: readonly LabelledBox[]
  /** Width by height; the place is kept before the picture is there. */
  readonly ratio?: number
  /** Takes the shape of the picture once it is there, where nobody knows it before. */
  readonly hasOwnShape?: boolean
}

/** A still with boxes on it. It keeps its place while it loads, and says so when it does not come. */
export function Picture({ source, alt, boxes = [], ratio = 16 / 9, hasOwnShape = false }: PictureProps) {
  const [failed, setFailed] = useState<string>()
  const [shape, setShape] = useState<number>()
  const isThere = source !== undefined && failed !== source
  return (
    <div className={styles.picture} style={{ aspectRatio: (hasOwnShape ? shape : undefined) ?? ratio }}>
      {isThere ? (
        <img
          src={source}
          alt={alt}
          decoding="async"
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => hasOwnShape && setShape(naturalWidth / naturalHeight)}
          onError={() => setFailed(source)}
        />
      ) : (
        <span className={styles.none} role="img" aria-label={alt}>
          <Icon name="camera" size={32} />
        </span>
      )}
      <BoxLayer boxes={boxes} />
    </div>
  )
}
