import { canvas } from './layout.ts'

/** The tip of the middle finger inside the arm's sprite. */
export const fingertip = { x: 150, y: 60 }
export const armSprite = { width: 300, height: canvas.height + 40 }
/** No hand reaches below this row of the sprite. */
export const handBottom = 220

export type Pose = 'open' | 'grasp'

type Line = readonly [x1: number, y1: number, x2: number, y2: number, thickness: number]

// Fingers as thick strokes from knuckle to tip, with the hand pointing up and its middle finger's tip at the origin.
const fingers: Record<Pose, readonly Line[]> = {
  open: [
    [-22, 52, -32, 14, 15],
    [-9, 48, -12, 3, 16],
    [7, 48, 8, 8, 16],
    [21, 54, 27, 22, 14],
    [-26, 84, -48, 54, 18],
  ],
  grasp: [
    [-20, 50, -22, 16, 16],
    [-8, 46, -7, 4, 16],
    [6, 46, 5, 6, 16],
    [19, 52, 15, 20, 15],
    [-26, 82, -34, 36, 18],
  ],
}

export interface ArmLook {
  readonly glove: readonly [string, string, string]
  readonly sleeve: readonly [string, string, string]
  readonly pose: Pose
  /** Degrees; the arm comes from the lower right for negative values. */
  readonly degrees: number
  readonly isMirrored: boolean
}

/** A gloved hand with its sleeve, reaching upwards. Without the sleeve it is what the label `hand` stands for. */
export function armArt(look: ArmLook, withSleeve: boolean): string {
  return `<defs>
    <linearGradient id="g" x2="1" y2="0.3"><stop offset="0" stop-color="${look.glove[0]}"/><stop offset="0.5" stop-color="${look.glove[1]}"/><stop offset="1" stop-color="${look.glove[2]}"/></linearGradient>
    <linearGradient id="s" x2="1" y2="0"><stop offset="0" stop-color="${look.sleeve[1]}"/><stop offset="0.3" stop-color="${look.sleeve[0]}"/><stop offset="0.65" stop-color="${look.sleeve[1]}"/><stop offset="1" stop-color="${look.sleeve[2]}"/></linearGradient>
  </defs>
  <g transform="translate(${fingertip.x} ${fingertip.y}) rotate(${look.degrees}) scale(${look.isMirrored ? -1 : 1} 1)">
    ${withSleeve ? sleeve(look) : ''}${hand(look)}
  </g>`
}

function hand(look: ArmLook): string {
  const [light, middle, dark] = look.glove
  const lines = fingers[look.pose]
  const stroke = (line: Line, colour: string, thinner: number, shift = 0, opacity = 1) =>
    `<path d="M${line[0] + shift} ${line[1]} L${line[2] + shift} ${line[3] + line[4] / 2}" stroke="${colour}" stroke-width="${line[4] - thinner}" stroke-linecap="round" opacity="${opacity}"/>`
  const palm = 'M-29 62 C-31 46 -14 40 -2 40 C12 39 28 44 29 60 C31 78 27 94 23 108 H-22 C-27 92 -28 78 -29 62 Z'
  return `${lines.map((line) => stroke(line, dark, 0)).join('')}<path d="${palm}" fill="url(#g)" stroke="${dark}" stroke-width="2"/>
    ${lines.map((line) => stroke(line, middle, 3)).join('')}${lines.map((line) => stroke(line, light, line[4] - 4, -2, 0.8)).join('')}
    <path d="M-17 58 q4 -5 9 -1 M-3 55 q5 -5 10 0 M12 59 q4 -4 8 0" fill="none" stroke="${dark}" stroke-width="1.6" opacity="0.7"/>
    <path d="M-16 76 C-8 72 6 72 16 78" fill="none" stroke="${light}" stroke-width="3" opacity="0.6"/>
    <path d="M-24 100 H24 L26 122 H-26 Z" fill="${middle}" stroke="${dark}" stroke-width="1.6"/><path d="M-24 106 H24 M-25 112 H25 M-25 118 H25" stroke="${dark}" stroke-width="1.3" opacity="0.6"/>`
}

function sleeve(look: ArmLook): string {
  const [light, , dark] = look.sleeve
  return `<path d="M-31 116 C-36 200 -44 300 -52 460 H52 C44 300 36 200 31 116 Z" fill="url(#s)" stroke="${dark}" stroke-width="1.5"/>
    <path d="M-33 146 L33 146 L35 168 L-35 168 Z" fill="#e9edf0" opacity="0.85"/><path d="M-33.5 152 H33.5" stroke="#fff" stroke-width="3" opacity="0.8"/>
    <path d="M-20 190 C-8 196 10 196 24 188 M-30 226 C-10 236 8 230 22 238 M-28 284 C-12 276 14 288 34 280" stroke="${dark}" stroke-width="2.5" fill="none" opacity="0.55"/>
    <path d="M-22 180 C-24 240 -30 300 -34 400" stroke="${light}" stroke-width="5" fill="none" opacity="0.5"/>
    <path d="M-32 116 H32 L33 128 H-33 Z" fill="${dark}"/>`
}
