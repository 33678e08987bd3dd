import { bottle, canvas, guarded, housingRight } from './layout.ts'
import { between, chance } from './random.ts'

export interface ScheduledBottle {
  readonly index: number
  /** Middle of the bottle, in pixels of the canvas. */
  readonly x: number
  readonly footShift: number
  readonly hasCap: boolean
  readonly isLeaking: boolean
  /** Of a product that came later. */
  readonly isNew?: boolean
  /** How long it has been out of the housing. */
  readonly secondsInView: number
}

/** A hand that comes in from the lower edge, stays and goes. */
export interface Reach {
  readonly index: number
  readonly startsAt: number
  readonly endsAt: number
  readonly isInGuardedZone: boolean
  /** Where the fingertips point to. */
  readonly x: number
  readonly y: number
  readonly tilt: number
}

const capBlock = 15
const leakBlock = 25
export const reachMoveSeconds = 0.7

export function beltSpeed(seed: number): number {
  return between(seed, 'belt speed', 0, 52, 68)
}

/** What the filler does, by the time when a bottle leaves it. */
export interface Filling {
  /** Share of the belt's places that get a bottle. */
  loadAt(seconds: number): number
  isNewAt(seconds: number): boolean
}

const alwaysFull: Filling = { loadAt: () => 1, isNewAt: () => false }

/** Bottles that are at least partly in the picture. At most one in 15 lacks its cap and one in 25 leaks. */
export function bottlesAt(seed: number, seconds: number, filling = alwaysFull): ScheduledBottle[] {
  const speed = beltSpeed(seed)
  const travelled = speed * seconds + bottle.spacing * 6
  // Bottle i stands at travelled − i × spacing, give or take its own shift.
  const first = Math.max(0, Math.floor((travelled + housingRight - canvas.width - bottle.width) / bottle.spacing) - 1)
  const last = Math.ceil((travelled + bottle.width) / bottle.spacing) + 1
  const found: ScheduledBottle[] = []
  for (let index = first; index <= last; index++) {
    const x = housingRight - bottle.width + travelled - index * bottle.spacing + between(seed, 'gap', index, -9, 9)
    if (x < housingRight - bottle.width / 2 || x > canvas.width + bottle.width) continue
    const secondsInView = (x - housingRight) / speed
    const leftAt = Math.max(0, seconds - secondsInView)
    if (chance(seed, 'place taken', index) >= filling.loadAt(leftAt)) continue
    const hasCap = !isTheOneOf(capBlock, seed, 'no cap', index)
    found.push({
      index,
      x,
      footShift: between(seed, 'foot', index, -2, 3),
      hasCap,
      isLeaking: hasCap && isTheOneOf(leakBlock, seed, 'leak', index),
      secondsInView,
      ...(filling.isNewAt(leftAt) && { isNew: true }),
    })
  }
  return found
}

// One in each block rather than a chance for each bottle: a demonstration never has to wait for its luck.
function isTheOneOf(block: number, seed: number, stream: string, index: number): boolean {
  return index % block === Math.floor(chance(seed, stream, Math.floor(index / block)) * block)
}

/** The reaches of a seed, the first 8 to 12 s after the start, then every 20 to 60 s; two thirds end in the guarded zone. */
export function createReachSchedule(seed: number): (seconds: number) => Reach | undefined {
  const reaches: Reach[] = []
  return (seconds) => {
    while (reaches.length === 0 || reaches[reaches.length - 1]!.endsAt < seconds) reaches.push(nextReach(seed, reaches))
    return runningAt(reaches, seconds)
  }
}

function runningAt(reaches: readonly Reach[], seconds: number): Reach | undefined {
  let low = 0
  let high = reaches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (reaches[middle]!.endsAt < seconds) low = middle + 1
    else high = middle
  }
  const reach = reaches[low]
  return reach !== undefined && reach.startsAt <= seconds ? reach : undefined
}

function nextReach(seed: number, before: readonly Reach[]): Reach {
  const index = before.length
  const previous = before[index - 1]
  const startsAt =
    previous === undefined ? between(seed, 'first reach', 0, 8, 11.5) : previous.endsAt + between(seed, 'pause', index, 20, 58)
  const isInGuardedZone = index === 0 || chance(seed, 'place', index) < 0.67
  const x = isInGuardedZone
    ? between(seed, 'reach x', index, guarded.left + 30, guarded.right - 32)
    : between(seed, 'reach x', index, guarded.right + 95, canvas.width - 50)
  return {
    index,
    startsAt,
    endsAt: startsAt + 2 * reachMoveSeconds + between(seed, 'stay', index, 1.2, 3.4),
    isInGuardedZone,
    x,
    y: between(seed, 'reach y', index, 150, 205),
    tilt: between(seed, 'tilt', index, -1, 1),
  }
}
