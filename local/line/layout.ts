/** Everything is drawn for this size, in pixels; another size is scaled. */
export const canvas = { width: 640, height: 360 }

export const belt = { rearY: 226, frontY: 268, bottleFootY: 257 }

export const bottle = { width: 42, height: 118, spacing: 82 }

/** Bottles come out from behind the housing of the filler, whose right edge is here. */
export const housingRight = 128

/** The head that tightens the caps. Its moving parts are what the guarded zone keeps hands away from. */
export const cappingHead = { x: 236, restY: 108, strokePixels: 10 }

/** The hatched area, as corners in fractions of the picture: what a rule takes as its zone. */
export const guardedZone: readonly (readonly [number, number])[] = [
  [150 / 640, 110 / 360],
  [322 / 640, 110 / 360],
  [322 / 640, 318 / 360],
  [150 / 640, 318 / 360],
]
export const guarded = { left: 150, right: 322 }
