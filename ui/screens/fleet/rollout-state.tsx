import { Tag, type Tone } from '../../design/tag.tsx'
import type { DeviceProgress, Rollout } from '../../fleet/rollout-progress.ts'
import { useText } from '../../text/text.ts'

const tones: Readonly<Record<Rollout['state'], Tone>> = {
  waiting: 'info',
  running: 'info',
  paused: 'warning',
  halted: 'critical',
  'rolling-back': 'warning',
  'rolled-back': 'plain',
  completed: 'good',
}

export function RolloutStateTag({ state }: { state: Rollout['state'] }) {
  return <Tag tone={tones[state]}>{useText().fleet.rolloutStates[state]}</Tag>
}

const deviceTones: Readonly<Record<DeviceProgress['state'], Tone>> = {
  waiting: 'plain',
  targeted: 'info',
  away: 'warning',
  well: 'good',
  failed: 'critical',
  back: 'plain',
}

export function DeviceStateTag({ state }: { state: DeviceProgress['state'] }) {
  return <Tag tone={deviceTones[state]}>{useText().fleet.deviceStates[state]}</Tag>
}
