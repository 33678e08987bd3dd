/** A box on a picture, as fractions 0..1 of its width and height, origin top left. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface LabelledBox {
  readonly label: string
  readonly box: Box
  /** 0..1; missing where a person drew it. */
  readonly confidence?: number | undefined
}

const colours = 6

/** The same label has the same colour everywhere, whatever else is on the picture. */
export function boxColour(label: string): string {
  let sum = 0
  for (const letter of label) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0
  return `var(--box-${(sum % colours) + 1})`
}

/** Intersection over union, 0..1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  return (width * height) / (a.width * a.height + b.width * b.height - width * height)
}
