/** What a key can do to the boxes of a picture, and the keys that do it unless a person has chosen others. */
export const boxKeys = {
  add: ['w', 'n'],
  draw: ['d'],
  accept: ['a'],
  acceptAll: ['Shift+A'],
  remove: ['Delete', 'Backspace'],
  isolate: ['f'],
  next: [']'],
  previous: ['['],
  undo: ['Control+z'],
  redo: ['Control+Shift+Z', 'Control+y'],
  zoomIn: ['+', '='],
  zoomOut: ['-'],
  fit: ['0'],
  unchoose: ['Escape'],
} as const satisfies Record<string, readonly string[]>

export type BoxAction = keyof typeof boxKeys
export type BoxKeys = Readonly<Record<BoxAction, readonly string[]>>

/** How far an arrow moves a box, in pixels of the picture; the larger one with Control. */
export const nudges = [
  ['', 1],
  ['Control+', 10],
] as const

export const arrows = [
  ['ArrowLeft', -1, 0],
  ['ArrowRight', 1, 0],
  ['ArrowUp', 0, -1],
  ['ArrowDown', 0, 1],
] as const
