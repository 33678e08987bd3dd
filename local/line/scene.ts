import { type Artwork, beltLink, drawArtwork, nearStrip } from './artwork.ts'
import { writeCaption } from './caption.ts'
import { belt, canvas, housingRight } from './layout.ts'
import { drawLeak, leakBox } from './leaking.ts'
import { coveredShare, type PlacedArm, placeArm } from './reaching.ts'
import { beltSpeed, bottlesAt, createReachSchedule } from './schedule.ts'
import { createSensor } from './sensor.ts'
import { blend } from './sprite.ts'
import { drawBottle, drawChuck, type PlacedBottle, placeBottle } from './standing.ts'
import { type TrueObject, trueObject } from './truth.ts'

export interface LineFrame {
  /** Height × width × RGB. */
  readonly rgb: Uint8Array
  readonly truth: readonly TrueObject[]
}

/** Both are pure functions of the seed and of the time since the line's start. */
export interface Line {
  readonly width: number
  readonly height: number
  draw(seconds: number): LineFrame
  /** The same truth, without the picture. */
  truthAt(seconds: number): readonly TrueObject[]
}

export interface LineOptions {
  readonly seed: number
  /** What the clock in the picture shows at 0 s, in milliseconds since 1970. */
  readonly clockStartMs?: number
}

interface Moment {
  readonly seconds: number
  readonly bottles: readonly PlacedBottle[]
  readonly arm: PlacedArm | undefined
}

/** A bottling line as a camera sees it: bottles with and without caps, leaks, and hands that reach into a guarded zone. */
export async function createLine(options: LineOptions): Promise<Line> {
  const { seed } = options
  const clockStartMs = options.clockStartMs ?? Date.UTC(2026, 0, 5, 6)
  const art = await drawArtwork(seed)
  const reachAt = createReachSchedule(seed)
  const applySensor = createSensor(seed)

  const momentAt = (seconds: number): Moment => {
    const reach = reachAt(seconds)
    return {
      seconds,
      bottles: bottlesAt(seed, seconds).map((one) => placeBottle(art, one)),
      arm: reach && placeArm(art, reach, seconds),
    }
  }
  const draw = (seconds: number): LineFrame => {
    const moment = momentAt(seconds)
    const rgb = new Uint8Array(art.background)
    paint(rgb, art, moment, (beltSpeed(seed) * seconds) % beltLink)
    applySensor(rgb, seconds)
    writeCaption(rgb, canvas.width, 'CAM 1  LINE 3  CAPPER', 10, 10)
    writeCaption(rgb, canvas.width, new Date(clockStartMs + seconds * 1000).toISOString().slice(0, 19).replace('T', ' '), 400, 10)
    return { rgb, truth: truthOf(art, moment) }
  }
  return { ...canvas, draw, truthAt: (seconds) => truthOf(art, momentAt(seconds)) }
}

/** From the back to the front. */
function paint(rgb: Uint8Array, art: Artwork, moment: Moment, beltShift: number): void {
  const { width, height } = canvas
  const { bottles, arm, seconds } = moment
  const scheduled = bottles.map((one) => one.scheduled)
  blend(rgb, width, height, art.belt, beltShift - beltLink, belt.rearY)
  drawChuck(rgb, art, scheduled)
  for (const one of bottles) drawBottle(rgb, art, one)
  // After all bottles: what leaks wets the neighbour, too.
  for (const one of scheduled) if (one.isLeaking) drawLeak(rgb, art, one, seconds)
  blend(rgb, width, height, art.housing, 0, 0)
  blend(rgb, width, height, art.near, 0, nearStrip.y)
  if (arm !== undefined) blend(rgb, width, height, arm.arm.sprite, arm.left, arm.top)
}

function truthOf(art: Artwork, { bottles, arm }: Moment): TrueObject[] {
  const standing = bottles.map(({ scheduled, sprite, left, top, box }) =>
    trueObject(scheduled.hasCap ? 'bottle' : 'bottle-no-cap', box, housingRight, coveredShare(sprite, left, top, arm)),
  )
  const leaks = bottles.filter((one) => one.scheduled.isLeaking).map((one) => trueObject('leak', leakBox(art, one.scheduled), housingRight))
  const hands = arm === undefined ? [] : [trueObject('hand', arm.hand)]
  return [...standing, ...leaks, ...hands].filter((object) => object !== undefined)
}
