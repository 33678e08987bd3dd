export interface CameraSearch {
  /** The rule that lies open on the picture. */
  readonly rule?: string | undefined
}

export function readCameraSearch({ rule }: Record<string, unknown>): CameraSearch {
  return typeof rule === 'string' ? { rule } : {}
}
