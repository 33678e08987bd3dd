import type { ModelCard } from '../domain/model-card.ts'

/** Where the picture lies in the model's input, in pixels of the input. */
export interface Placement {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** `stretch` fills the input; `letterbox` keeps the aspect ratio and centres the picture. */
export function placePicture(input: Pick<ModelCard['input'], 'width' | 'height' | 'fit'>, width: number, height: number): Placement {
  if (input.fit === 'stretch') return { left: 0, top: 0, width: input.width, height: input.height }
  const inside = fitInside(width, height, input.width, input.height)
  return {
    left: Math.floor((input.width - inside.width) / 2),
    top: Math.floor((input.height - inside.height) / 2),
    ...inside,
  }
}

/** The largest size with the picture's aspect ratio that fits, at least 1 × 1. */
export function fitInside(width: number, height: number, maxWidth: number, maxHeight: number): { width: number; height: number } {
  const scale = Math.min(maxWidth / width, maxHeight / height)
  const side = (length: number, max: number) => Math.min(max, Math.max(1, Math.round(length * scale)))
  return { width: side(width, maxWidth), height: side(height, maxHeight) }
}
