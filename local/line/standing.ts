import { type Artwork, bottlePhases } from './artwork.ts'
import { bottleSprite, margin } from './bottle-art.ts'
import { belt, bottle, canvas, cappingHead, housingRight } from './layout.ts'
import type { ScheduledBottle } from './schedule.ts'
import { blend, type PixelBox, type Sprite } from './sprite.ts'

export interface PlacedBottle {
  readonly scheduled: ScheduledBottle
  readonly sprite: Sprite
  readonly left: number
  readonly top: number
  readonly box: PixelBox
}

// Where the rim of the mouth is when no cap is on it.
const mouthTop = 9

/** Where a bottle's sprite goes, and the box around the bottle itself. */
export function placeBottle(art: Artwork, one: ScheduledBottle): PlacedBottle {
  const steps = Math.round((one.x - bottleSprite.width / 2 + 0.5) * bottlePhases)
  const phase = ((steps % bottlePhases) + bottlePhases) % bottlePhases
  const top = Math.round(belt.bottleFootY + one.footShift - bottle.height - margin)
  const x = one.x - bottle.width / 2
  return {
    scheduled: one,
    sprite: spritesOf(art, one)[phase]!,
    left: Math.floor(steps / bottlePhases),
    top,
    box: { left: x, right: x + bottle.width, top: top + margin + (one.hasCap ? 1 : mouthTop), bottom: top + margin + bottle.height },
  }
}

function spritesOf(art: Artwork, { hasCap, isNew }: ScheduledBottle): readonly Sprite[] {
  if (isNew === true) return hasCap ? art.newCapped : art.newCapless
  return hasCap ? art.capped : art.capless
}

export function drawBottle(picture: Uint8Array, art: Artwork, placed: PlacedBottle): void {
  const { x, footShift } = placed.scheduled
  blend(picture, canvas.width, canvas.height, art.shadow, x - art.shadow.width / 2 + 5, belt.bottleFootY + footShift - 11, housingRight)
  blend(picture, canvas.width, canvas.height, placed.sprite, placed.left, placed.top, housingRight)
}

/** The chuck goes down onto the bottle that passes under it. */
export function drawChuck(picture: Uint8Array, art: Artwork, bottles: readonly ScheduledBottle[]): void {
  const distance = Math.min(...bottles.map((one) => Math.abs(one.x - cappingHead.x)))
  const down = cappingHead.strokePixels * Math.max(0, Math.min(1, 1.6 - distance / 14))
  blend(picture, canvas.width, canvas.height, art.chuck, cappingHead.x - art.chuck.width / 2, cappingHead.restY - 36 + down)
}
