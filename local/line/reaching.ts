import { fingertip } from './arm-art.ts'
import type { Arm, Artwork } from './artwork.ts'
import { bottleSprite } from './bottle-art.ts'
import { canvas } from './layout.ts'
import { type Reach, reachMoveSeconds } from './schedule.ts'
import type { PixelBox, Sprite } from './sprite.ts'

export interface PlacedArm {
  readonly arm: Arm
  readonly left: number
  readonly top: number
  readonly hand: PixelBox
}

/** Where the arm of a reach is at a moment: it slides in along its own direction, works a little and slides out. */
export function placeArm(art: Artwork, reach: Reach, seconds: number): PlacedArm {
  const since = seconds - reach.startsAt
  const until = reach.endsAt - seconds
  const isThere = since > reachMoveSeconds * 1.2 && until > reachMoveSeconds * 0.8
  const arm = art.arm(reach.index, reach.tilt, isThere ? 'grasp' : 'open')
  const out = 1 - ease(Math.min(since, until) / reachMoveSeconds)
  const angle = (arm.degrees * Math.PI) / 180
  const distance = out * (canvas.height - reach.y + 30) + 3 * Math.sin(seconds * 4.3) + 2 * Math.sin(seconds * 7.9)
  const left = Math.round(reach.x - Math.sin(angle) * distance + 3 * Math.sin(seconds * 3.1)) - fingertip.x
  const top = Math.round(reach.y + Math.cos(angle) * distance) - fingertip.y
  const { hand } = arm
  return { arm, left, top, hand: { left: left + hand.left, right: left + hand.right, top: top + hand.top, bottom: top + hand.bottom } }
}

function ease(part: number): number {
  const t = Math.min(1, Math.max(0, part))
  return t * t * (3 - 2 * t)
}

/** The share (0..1) of a bottle's sprite that the arm covers, counted on every third dot. */
export function coveredShare(bottle: Sprite, left: number, top: number, placed: PlacedArm | undefined): number {
  if (placed === undefined) return 0
  const arm = placed.arm.sprite
  let [seen, covered] = [0, 0]
  for (let y = 0; y < bottleSprite.height; y += 3) {
    for (let x = 0; x < bottleSprite.width; x += 3) {
      if (bottle.rgba[(y * bottle.width + x) * 4 + 3]! < 100) continue
      seen++
      const armX = left + x - placed.left
      const armY = top + y - placed.top
      if (armX < 0 || armY < 0 || armX >= arm.width || armY >= arm.height) continue
      if (arm.rgba[(armY * arm.width + armX) * 4 + 3]! > 128) covered++
    }
  }
  return covered / seen
}
