import type { CameraTrouble, Monitor } from '../domain/camera-trouble.ts'
import type { MeasuredPicture } from '../vision/measure-picture.ts'
import { type CameraReference, usualBrightness } from './camera-reference.ts'
import { compareEdges } from './compare-edges.ts'
import type { RecentPictures } from './recent-pictures.ts'

/** What a monitor makes of a moment. Between bad and well lies a stretch in which things stay as they are. */
export interface Finding {
  readonly isBad: boolean
  readonly isWell: boolean
  readonly measured: number
  readonly usual?: number
}

export type PictureTrouble = Exclude<CameraTrouble, 'lost' | 'clock'>
export type Findings = Partial<Record<PictureTrouble, Finding>>

interface Scene {
  readonly picture: MeasuredPicture
  readonly recent: RecentPictures
  /** Undefined until enough was learned. */
  readonly reference: CameraReference | undefined
  readonly hour: number
  readonly levelOf: (kind: PictureTrouble) => Monitor['level']
}

/** In this dark even a living sensor may send the same picture twice. */
const tooDarkToMove = 0.06
/** A field with less detail (squared Laplacian in shares of light, grain taken off) is a plain wall and can lose nothing. */
const leastTexture = 0.002
const fewestTextures = 8
/** A field that has less of its detail (amplitude) than this has lost it. */
const lostDetail = 0.4
const usualBrightRoom = 0.25
/** In an hour that is not known yet, the lights of a night shift may be on. */
const shareInUnknownHours = 0.6

/**
 * Which troubles a picture shows, and how clearly. A trouble is left out where nothing can be said about it: of a black
 * picture nobody can say whether it is sharp.
 */
export function judgePicture(scene: Scene): Findings {
  const { picture, reference, hour, levelOf } = scene
  const usual = reference && usualBrightness(reference, hour)
  // An hour that is dark each day is no trouble.
  const black: Finding | undefined =
    usual !== undefined && usual.brightness < 1.5 * levelOf('black') ? undefined : below(picture.brightness, levelOf('black'), 1.5)
  if (picture.brightness < levelOf('black')) return black === undefined ? {} : { black }
  const brightLevel = Math.max(levelOf('overexposed'), (reference?.bright ?? 0) + usualBrightRoom)
  const overexposed = above(picture.bright, brightLevel, 0.8)
  const frozen =
    picture.change === undefined || picture.brightness < tooDarkToMove ? undefined : below(picture.change, levelOf('frozen'), 1)
  const always = { ...(black && { black }), overexposed, ...(frozen && { frozen }) }
  if (reference === undefined || overexposed.isBad) return always
  const ofScene = judgeScene(scene, reference)
  return { ...always, ...ofScene, ...(ofScene.covered?.isBad !== true && usual && judgeLight(scene, usual)) }
}

function judgeLight({ recent, levelOf }: Scene, usual: ReturnType<typeof usualBrightness>): Findings {
  if (usual.brightness < tooDarkToMove) return {}
  const left = (recent.brightness / usual.brightness) * (1 - 2 * Math.min(0.5, recent.flicker))
  return { light: { ...below(left, levelOf('light') * (usual.isKnown ? 1 : shareInUnknownHours), 1.15), usual: 1 } }
}

/** Detail that is gone while the edges are where they were: dirt. Gone with its edges: something is before the lens. There, but elsewhere: moved. */
function judgeScene({ recent, levelOf }: Scene, reference: CameraReference): Findings {
  const left = detailLeft(recent.scene.texture, reference.texture)
  const { elsewhere } = compareEdges(recent.scene.map, reference.map, reference.spread)
  const moved = elsewhere === undefined ? undefined : above(elsewhere, levelOf('moved'), 0.7)
  const median = left[left.length >> 1]
  if (median === undefined || left.length < fewestTextures) return moved === undefined ? {} : { moved }
  const lost = left.filter((share) => share < lostDetail).length / left.length
  const isSameScene = moved?.isBad === false
  const covered: Finding = {
    isBad: lost >= levelOf('covered') && !isSameScene,
    isWell: lost < 0.8 * levelOf('covered') || moved?.isWell === true,
    measured: lost,
  }
  if (covered.isBad) return { covered }
  return {
    covered,
    ...(moved && { moved }),
    // Something else is to be seen: whether that is sharp does not matter.
    ...(isSameScene && { blurred: { ...below(median, levelOf('blurred'), 1.15), usual: 1 } }),
  }
}

/** What is left of the detail (as amplitude), field by field where there usually is some, least first. */
function detailLeft(now: Float32Array, before: Float32Array): number[] {
  const left: number[] = []
  const [grainNow, grainBefore] = [grainOf(now), grainOf(before)]
  for (let field = 0; field < before.length; field++) {
    const usual = (before[field] as number) - grainBefore
    if (usual >= leastTexture) left.push(Math.sqrt(Math.max(0, (now[field] as number) - grainNow) / usual))
  }
  return left.sort((a, b) => a - b)
}

/** What the plainest tenth of the fields have is no detail but the sensor's grain, which grows in the dark. */
function grainOf(texture: Float32Array): number {
  return texture.toSorted()[Math.floor(texture.length / 10)] as number
}

function below(measured: number, level: number, wellFactor: number): Finding {
  return { isBad: measured < level, isWell: measured >= level * wellFactor, measured }
}

function above(measured: number, level: number, wellFactor: number): Finding {
  return { isBad: measured > level, isWell: measured <= level * wellFactor, measured }
}
