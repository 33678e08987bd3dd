import type { Answer } from '../../api/call.ts'
import type { Step } from '../../design/steps.tsx'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'

export type Release = Answer<'getRelease'>

const tones: Readonly<Record<Release['state'], Tone>> = {
  waiting: 'info',
  building: 'info',
  signing: 'info',
  ready: 'good',
  failed: 'critical',
  revoked: 'critical',
}

/** How far a release is, in a word. */
export function ReleaseStateTag({
  release: { state, deployedAt, approval },
}: {
  release: Pick<Release, 'state' | 'deployedAt' | 'approval'>
}) {
  const words = useText().releases
  const isOut = state === 'ready' && deployedAt !== undefined
  return <Tag tone={tones[state]}>{isOut ? (approval === undefined ? words.standing : words.deployed) : words.state[state]}</Tag>
}

const steps = ['waiting', 'building', 'signing', 'ready', 'deployed'] as const
export type ReleaseStep = (typeof steps)[number]

/** The steps of a release with the one it is at; whoever failed or was revoked broke off where its contents end. */
export function stepsOf(release: Release): readonly { readonly name: ReleaseStep; readonly stage: Step['stage'] }[] {
  const at = reached(release)
  const isOut = release.deployedAt !== undefined
  const isStopped = release.state === 'failed' || release.state === 'revoked'
  return steps.map((name, index) => ({
    name,
    stage: index < at || isOut ? 'past' : index > at ? 'next' : isStopped ? 'broken' : 'now',
  }))
}

function reached({ state, deployedAt, images, index }: Release): number {
  if (deployedAt !== undefined) return steps.length - 1
  if (state === 'ready') return 4
  if (state === 'failed' || state === 'revoked') return index === undefined ? (images.length === 0 ? 1 : 2) : 3
  return { waiting: 0, building: 1, signing: 2 }[state]
}
