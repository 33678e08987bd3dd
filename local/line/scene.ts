import { type Artwork, beltLink, drawArtwork, nearStrip } from './artwork.ts'
import { writeCaption } from './caption.ts'
import { disturbPicture, disturbTruth } from './disturb-picture.ts'
import { type Disturbances, lightAt, loadAt, shareOf } from './disturbances.ts'
import { belt, canvas, housingRight } from './layout.ts'
import { drawLeak, leakBox } from './leaking.ts'
import { coveredShare, type PlacedArm, placeArm } from './reaching.ts'
import { beltSpeed, bottlesAt, createReachSchedule } from './schedule.ts'
import { createSensor } from './sensor.ts'
import { shrinkPicture } from './shrink-picture.ts'
import { blend } from './sprite.ts'
import { drawBottle, drawChuck, type PlacedBottle, placeBottle } from './standing.ts'
import { type TrueObject, trueObject } from './truth.ts'

export interface LineFrame {
  /** Height × width × RGB. */
  readonly rgb: Uint8Array
  readonly truth: readonly TrueObject[]
}

/** All are pure functions of the seed, of the time since the line's start and of what befalls the line. */
export interface Line {
  readonly width: number
  readonly height: number
  draw(seconds: number, disturbances?: Disturbances): LineFrame
  /** What a device hands to its model of that size: several times faster than drawing it large, and with the same truth. */
  drawSmall(seconds: number, size: { readonly width: number; readonly height: number }, disturbances?: Disturbances): LineFrame
  /** The same truth, without the picture. */
  truthAt(seconds: number, disturbances?: Disturbances): readonly TrueObject[]
}

export interface LineOptions {
  readonly seed: number
  /** What the clock in the picture shows at 0 s, in milliseconds since 1970. */
  readonly clockStartMs?: number
}

const dayMs = 86_400_000

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

  const hourAt = (seconds: number) => ((clockStartMs + seconds * 1000) % dayMs) / 3_600_000
  const momentAt = (seconds: number, disturbances: Disturbances): Moment => {
    // Nobody reaches into a line that stands empty.
    const reach = loadAt(disturbances, hourAt(seconds)) > 0 ? reachAt(seconds) : undefined
    const filling = {
      loadAt: (at: number) => loadAt(disturbances, hourAt(at)),
      isNewAt: (at: number) => shareOf(disturbances.bottles, at) > 0,
    }
    return {
      seconds,
      bottles: bottlesAt(seed, seconds, filling).map((one) => placeBottle(art, one)),
      arm: reach && placeArm(art, reach, seconds),
    }
  }
  const drawIn = (size: { readonly width: number; readonly height: number }, seconds: number, disturbances: Disturbances): LineFrame => {
    const moment = momentAt(seconds, disturbances)
    const large = new Uint8Array(art.background)
    paint(large, art, moment, (beltSpeed(seed) * seconds) % beltLink)
    const rgb = shrinkPicture(large, canvas.width, canvas.height, size)
    disturbPicture(rgb, size.width, size.height, disturbances, seconds)
    const noise = ((disturbances.noise ?? 1) * size.width) / canvas.width
    applySensor(rgb, seconds, { light: lightAt(disturbances, seed, seconds, hourAt(seconds)), noise })
    if (shareOf(disturbances.black, seconds) > 0) rgb.fill(0)
    return { rgb, truth: disturbTruth(truthOf(art, moment), disturbances, seconds) }
  }
  const shownAt = (seconds: number, { frozen }: Disturbances) => (shareOf(frozen, seconds) > 0 ? (frozen?.fromSeconds ?? seconds) : seconds)
  const draw = (seconds: number, disturbances: Disturbances = {}): LineFrame => {
    const shown = shownAt(seconds, disturbances)
    const frame = drawIn(canvas, shown, { ...disturbances, frozen: undefined })
    // A sensor that gives nothing and one that freezes leave the camera's own caption to freeze or to go as well.
    if (shareOf(disturbances.black, seconds) > 0) return frame
    writeCaption(frame.rgb, canvas.width, 'CAM 1  LINE 3  CAPPER', 10, 10)
    writeCaption(frame.rgb, canvas.width, new Date(clockStartMs + shown * 1000).toISOString().slice(0, 19).replace('T', ' '), 400, 10)
    return frame
  }
  return {
    ...canvas,
    draw,
    drawSmall: (seconds, size, disturbances = {}) => drawIn(size, shownAt(seconds, disturbances), { ...disturbances, frozen: undefined }),
    truthAt: (seconds, disturbances = {}) => {
      const shown = shownAt(seconds, disturbances)
      return disturbTruth(truthOf(art, momentAt(shown, disturbances)), disturbances, shown)
    },
  }
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
