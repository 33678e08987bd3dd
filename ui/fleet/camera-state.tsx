import { Tag, type Tone } from '../design/tag.tsx'
import { useText } from '../text/text.ts'
import type { CameraNow } from './device-problems.ts'

const tones: Readonly<Record<CameraNow['state'], Tone>> = {
  live: 'good',
  starting: 'info',
  away: 'critical',
  off: 'plain',
  unknown: 'plain',
}

export function CameraState({ state }: { state: CameraNow['state'] }) {
  return <Tag tone={tones[state]}>{useText().wall.states[state]}</Tag>
}
