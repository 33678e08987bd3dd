import type { SeenFrame } from './seen-frames.ts'

export interface DetectionColumn {
  readonly column: number
  /** Of the surest detection in this slice of time. */
  readonly confidence: number
}

interface Slices {
  readonly label: string | undefined
  readonly startMs: number
  readonly endMs: number
  readonly columns: number
}

/** How sure the model was over the time, in as many slices as there is room for; slices without a detection are left out. */
export function detectionColumns(frames: readonly SeenFrame[], { label, startMs, endMs, columns }: Slices): DetectionColumn[] {
  const highest = new Map<number, number>()
  for (const { clipMs, detections } of frames) {
    const column = Math.floor(((clipMs - startMs) / (endMs - startMs)) * columns)
    if (!(column >= 0 && column < columns)) continue
    for (const detection of detections) {
      if (label !== undefined && detection.label !== label) continue
      highest.set(column, Math.max(highest.get(column) ?? 0, detection.confidence ?? 1))
    }
  }
  return [...highest].map(([column, confidence]) => ({ column, confidence }))
}
