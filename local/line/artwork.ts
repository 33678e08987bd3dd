import { type ArmLook, armArt, armSprite, handBottom, type Pose } from './arm-art.ts'
import { bottleArt, bottleShadow, bottleSprite, dropArt, puddleArt } from './bottle-art.ts'
import { beltStrip, hallBehind, lineFrame } from './hall-art.ts'
import { belt, canvas } from './layout.ts'
import { chooseLook, type Look, withNewBottle } from './look.ts'
import { cappingFrame, chuck, fillerHousing, nearParts } from './machine-art.ts'
import { blend, type PixelBox, renderSprite, type Sprite, visibleBox } from './sprite.ts'

export const bottlePhases = 4
export const beltLink = 18
/** The near parts fill this strip of the picture only. */
export const nearStrip = { y: 218, height: 70 }
/** Degrees that an arm can be turned by; the schedule's tilt −1 … 1 picks one. */
const armDegrees = [-20, -13, -6, 3, 10, 18] as const

export interface Arm {
  readonly sprite: Sprite
  /** The gloved hand inside the sprite. */
  readonly hand: PixelBox
  readonly degrees: number
}

/** Everything that is drawn once when a line starts. */
export interface Artwork {
  readonly background: Uint8Array
  readonly belt: Sprite
  readonly capped: readonly Sprite[]
  readonly capless: readonly Sprite[]
  /** Those of a new product. */
  readonly newCapped: readonly Sprite[]
  readonly newCapless: readonly Sprite[]
  readonly shadow: Sprite
  readonly puddle: Sprite
  readonly drop: Sprite
  readonly chuck: Sprite
  readonly housing: Sprite
  readonly near: Sprite
  /** By look (which clothes, mirrored or not), tilt and pose. */
  arm(look: number, tilt: number, pose: Pose): Arm
}

export async function drawArtwork(seed: number): Promise<Artwork> {
  const look = chooseLook(seed)
  const { width, height } = canvas
  const phases = Array.from({ length: bottlePhases }, (_, i) => i / bottlePhases)
  const bottles = (of: Look, hasCap: boolean) =>
    Promise.all(phases.map((shift) => renderSprite(bottleSprite.width, bottleSprite.height, bottleArt(of, hasCap, shift))))
  const newLook = withNewBottle(look)
  const [hall, frame, capper, beltSprite, capped, capless, newCapped, newCapless, shadow, puddle, drop, chuckSprite, housing, near, arms] =
    await Promise.all([
      renderSprite(width, height, hallBehind(look), 2.6),
      renderSprite(width, height, lineFrame()),
      renderSprite(width, height, cappingFrame(look)),
      renderSprite(width + 2 * beltLink, belt.frontY - belt.rearY, beltStrip(width + 2 * beltLink, beltLink)),
      bottles(look, true),
      bottles(look, false),
      bottles(newLook, true),
      bottles(newLook, false),
      renderSprite(70, 18, bottleShadow()),
      renderSprite(84, 22, puddleArt(look)),
      renderSprite(7, 9, dropArt(look)),
      renderSprite(44, 60, chuck()),
      renderSprite(132, height, fillerHousing(look)),
      renderSprite(width, nearStrip.height, `<g transform="translate(0 ${-nearStrip.y})">${nearParts()}</g>`),
      drawArms(look.gloves, look.sleeves),
    ])
  const background = new Uint8Array(width * height * 3)
  for (const sprite of [hall, frame, capper]) blend(background, width, height, sprite, 0, 0)
  return {
    ...{ background, belt: beltSprite, capped, capless, newCapped, newCapless, shadow, puddle, drop, chuck: chuckSprite, housing, near },
    arm: (lookIndex, tilt, pose) => {
      const turn = Math.min(armDegrees.length - 1, Math.floor(((tilt + 1) / 2) * armDegrees.length))
      return arms.get(armKey(lookIndex % looks.length, turn, pose))!
    },
  }
}

const looks = [
  { clothes: 0, isMirrored: false },
  { clothes: 1, isMirrored: true },
  { clothes: 0, isMirrored: true },
  { clothes: 1, isMirrored: false },
]

function armKey(look: number, turn: number, pose: Pose): string {
  return `${look} ${turn} ${pose}`
}

async function drawArms(gloves: readonly ArmLook['glove'][], sleeves: readonly ArmLook['sleeve'][]): Promise<Map<string, Arm>> {
  const arms = new Map<string, Arm>()
  const all = looks.flatMap((look, index) =>
    armDegrees.flatMap((degrees, turn) => (['open', 'grasp'] as const).map((pose) => ({ look, index, degrees, turn, pose }))),
  )
  await Promise.all(
    all.map(async ({ look, index, degrees, turn, pose }) => {
      const art: ArmLook = { glove: gloves[look.clothes]!, sleeve: sleeves[look.clothes]!, pose, degrees, isMirrored: look.isMirrored }
      const [sprite, handOnly] = await Promise.all(
        [true, false].map((withSleeve) =>
          renderSprite(armSprite.width, withSleeve ? armSprite.height : handBottom, armArt(art, withSleeve)),
        ),
      )
      arms.set(armKey(index, turn, pose), { sprite: sprite!, hand: visibleBox(handOnly!), degrees })
    }),
  )
  return arms
}
