import { z } from 'zod'
import { fingerprintSize } from '../domain/picture-statistics.ts'
import { type MeasuredPicture, mapSize } from '../vision/measure-picture.ts'

const mapFields = mapSize.columns * mapSize.rows
const textureFields = fingerprintSize.columns * fingerprintSize.rows
const daySeconds = 86_400
/** An hour's brightness is the mean of about this many days. */
const hourMemorySeconds = 3 * 3600
/** From here on an hour is known by its own pictures. */
const hourKnownSeconds = 300
/** A lens fouls in weeks and a lamp fades in months: what gets worse must not become usual on the way. */
const worseSlowdown = 60

const Numbers = (count: number) =>
  z
    .string()
    .transform((text) => {
      const bytes = Buffer.from(text, 'base64')
      return new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4)).slice()
    })
    .refine((numbers) => numbers.length === count && numbers.every(Number.isFinite), `must be ${count} numbers`)

const Hour = z.object({ brightness: z.number(), seconds: z.number() })

/** What a camera's picture is like when it is well. Lengths in light are shares of the picture's mean: a darker hour looks the same. */
export interface CameraReference {
  learnedSeconds: number
  /** Of the pictures it was learned from; in another size detail is something else. */
  width: number
  height: number
  brightness: number
  /** Usual share of pixels that are as bright as can be. */
  bright: number
  /** Mean of the map, and how far it usually is from it: where things move, edges say nothing. */
  readonly map: Float32Array
  readonly spread: Float32Array
  readonly texture: Float32Array
  /** By hour of the day in UTC. */
  readonly hours: { brightness: number; seconds: number }[]
}

export const StoredReference = z.object({
  ...{ learnedSeconds: z.number(), width: z.int(), height: z.int(), brightness: z.number(), bright: z.number() },
  ...{ map: Numbers(mapFields), spread: Numbers(mapFields), texture: Numbers(textureFields), hours: z.array(Hour).length(24) },
})

export function emptyReference(): CameraReference {
  return {
    ...{ learnedSeconds: 0, width: 0, height: 0, brightness: 0, bright: 0 },
    map: new Float32Array(mapFields),
    spread: new Float32Array(mapFields),
    texture: new Float32Array(textureFields),
    hours: Array.from({ length: 24 }, () => ({ brightness: 0, seconds: 0 })),
  }
}

/** As JSON takes it. */
export function storeReference(reference: CameraReference): z.input<typeof StoredReference> {
  const text = (numbers: Float32Array) => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64')
  const { map, spread, texture } = reference
  return { ...reference, map: text(map), spread: text(spread), texture: text(texture) }
}

/** How bright it usually is at this hour; before an hour is known, as in the hour before it, or as it usually is at all. */
export function usualBrightness(
  { hours, brightness }: CameraReference,
  hour: number,
): { readonly brightness: number; readonly isKnown: boolean } {
  const known = (one: number) => {
    const slot = hours[(one + 24) % 24]
    return slot !== undefined && slot.seconds >= hourKnownSeconds ? slot.brightness : undefined
  }
  const own = known(hour)
  return { brightness: own ?? known(hour - 1) ?? brightness, isKnown: own !== undefined }
}

/**
 * Takes a picture in that is well. The first ones count alike; later ones move the reference by a day's worth at most, and
 * towards less detail or less light sixty times slower.
 */
export function learn(reference: CameraReference, picture: MeasuredPicture, hour: number, seconds: number, learnSeconds: number): void {
  const { map, spread, texture } = reference
  const light = lightOf(picture)
  const isLearned = reference.learnedSeconds >= learnSeconds
  reference.learnedSeconds += seconds
  reference.width = picture.width
  reference.height = picture.height
  const share = seconds / Math.min(reference.learnedSeconds, daySeconds)
  const shareOfWorse = isLearned ? share / worseSlowdown : share
  reference.brightness += (picture.brightness < reference.brightness ? shareOfWorse : share) * (picture.brightness - reference.brightness)
  reference.bright += share * (picture.bright - reference.bright)
  for (let field = 0; field < mapFields; field++) {
    const off = (picture.map[field] as number) / light - (map[field] as number)
    map[field] = (map[field] as number) + share * off
    spread[field] = (spread[field] as number) + share * (Math.abs(off) - (spread[field] as number))
  }
  for (let field = 0; field < textureFields; field++) {
    const off = (picture.texture[field] as number) / light ** 2 - (texture[field] as number)
    texture[field] = (texture[field] as number) + (off < 0 ? shareOfWorse : share) * off
  }
  learnHour(reference, hour, picture.brightness, seconds)
}

/** Only how bright this hour is: for an hour that people said is dark. */
export function learnHour({ hours }: CameraReference, hour: number, brightness: number, seconds: number): void {
  const slot = hours[hour]
  if (slot === undefined) return
  slot.seconds = Math.min(slot.seconds + seconds, hourMemorySeconds)
  slot.brightness += (seconds / slot.seconds) * (brightness - slot.brightness)
}

/** Mean luma, 1 at least, by which lengths in light are divided. */
export function lightOf({ brightness }: Pick<MeasuredPicture, 'brightness'>): number {
  return Math.max(1, brightness * 255)
}
