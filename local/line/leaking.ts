import type { Artwork } from './artwork.ts'
import { belt, bottle, canvas, housingRight } from './layout.ts'
import type { ScheduledBottle } from './schedule.ts'
import { blend, type PixelBox } from './sprite.ts'

const jetDrops = 9
const spillDrops = 3
const jetReach = 34
const jetHeight = 44
const spillFall = 44
const puddleShift = 30

/** The box around what runs out of a bottle: jet and puddle. */
export function leakBox(art: Artwork, leaking: ScheduledBottle): PixelBox {
  const left = Math.round(leaking.x + puddleShift - art.puddle.width / 2)
  const puddleTop = Math.round(belt.bottleFootY + leaking.footShift - 6)
  return { left, right: left + art.puddle.width, top: puddleTop - jetHeight, bottom: puddleTop + art.puddle.height + 4 }
}

/** Draws a puddle, the jet out of the bottle's side and drops over the edge of the belt. */
export function drawLeak(picture: Uint8Array, art: Artwork, leaking: ScheduledBottle, seconds: number): void {
  const { width, height } = canvas
  const box = leakBox(art, leaking)
  blend(picture, width, height, art.puddle, box.left, box.bottom - 4 - art.puddle.height, housingRight)
  const startX = leaking.x + bottle.width / 2 - 2
  const startY = box.top + 6
  for (let i = 0; i < jetDrops; i++) {
    const flown = (i / jetDrops + seconds * 2.6) % 1
    blend(
      picture,
      width,
      height,
      art.drop,
      startX + jetReach * flown - 3,
      startY - 14 * flown + (jetHeight + 14) * flown ** 2 - 4,
      housingRight,
    )
  }
  for (let i = 0; i < spillDrops; i++) {
    const fallen = (i / spillDrops + seconds * 1.3) % 1
    blend(picture, width, height, art.drop, leaking.x + 14 + i * 15, belt.frontY - 4 + spillFall * fallen ** 2, housingRight)
  }
}
