import { type MeasuredPicture, mapSize } from '../vision/measure-picture.ts'
import { lightOf } from './camera-reference.ts'

/** What passes before the lens within this time hardly shows in its mean. */
const windowSeconds = 8
const lightSeconds = 20
const flickerSeconds = 60

interface Scene {
  readonly map: Float32Array
  readonly texture: Float32Array
  seconds: number
}

/** A camera's last seconds on average; lengths in light are shares of the picture's mean. */
export interface RecentPictures {
  /**
   * The mean of the last eight seconds that are full. Not a mean that fades: of a scene that is gone nothing may be left, as
   * edges are compared however faint they are.
   */
  scene: Scene
  gathered: Scene
  brightness: number
  /** Mean difference of the brightness from its own mean, in shares of that. */
  flicker: number
}

export function noRecentPictures(picture: MeasuredPicture): RecentPictures {
  const scene = emptyScene(picture)
  return { scene, gathered: scene, brightness: picture.brightness, flicker: 0 }
}

function emptyScene({ texture }: MeasuredPicture): Scene {
  return { map: new Float32Array(mapSize.columns * mapSize.rows), texture: new Float32Array(texture.length), seconds: 0 }
}

/** Only pictures with something to see: after a dark minute it is known again what was there before. */
export function noteScene(recent: RecentPictures, picture: MeasuredPicture, seconds: number): void {
  if (recent.gathered.seconds >= windowSeconds) {
    recent.scene = recent.gathered
    recent.gathered = emptyScene(picture)
  }
  const { gathered } = recent
  gathered.seconds += seconds
  // The first picture is all there is.
  const share = gathered.seconds === seconds ? 1 : seconds / gathered.seconds
  const light = lightOf(picture)
  moveTowards(gathered.map, picture.map, light, share)
  moveTowards(gathered.texture, picture.texture, light ** 2, share)
}

function moveTowards(means: Float32Array, values: Float32Array, unit: number, share: number): void {
  for (let at = 0; at < means.length; at++)
    means[at] = (means[at] as number) + share * ((values[at] as number) / unit - (means[at] as number))
}

export function noteLight(recent: RecentPictures, { brightness }: MeasuredPicture, seconds: number): void {
  const off = Math.abs(brightness - recent.brightness) / Math.max(0.01, recent.brightness)
  recent.flicker += Math.min(1, seconds / flickerSeconds) * (Math.min(1, off) - recent.flicker)
  recent.brightness += Math.min(1, seconds / lightSeconds) * (brightness - recent.brightness)
}
