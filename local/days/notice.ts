/** Who speaks: the camera's own health, drift of model and pictures, counts of objects, or what watches the devices. */
export type Speaker = 'camera' | 'drift' | 'insights' | 'devices'

/** Somebody was told something. */
export interface Notice {
  readonly by: Speaker
  readonly monitor: string
  /** Seconds since the line's start. */
  readonly at: number
}
