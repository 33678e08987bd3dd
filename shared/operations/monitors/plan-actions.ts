import { capped } from '../../domain/camera-cap.ts'
import type { Finding } from '../../domain/judge-monitors.ts'
import type { ActionSettings, NoticeAction } from '../../domain/notice-action.ts'
import type { Ports } from '../../ports.ts'

export type PlanActionPorts = Pick<Ports, 'fleet' | 'rollouts' | 'clock'>

type Planned = Pick<NoticeAction, 'kind' | 'target' | 'before' | 'after' | 'undo'> & { readonly needless?: string }

/** What the settings of a monitor ask for: each with what is there now and what will be there instead. Changes nothing yet. */
export async function planActions(ports: PlanActionPorts, finding: Finding): Promise<readonly NoticeAction[]> {
  const planned: Planned[] = []
  for (const settings of finding.settings.actions) planned.push(...(await plan(ports, finding, settings)))
  const plannedAt = ports.clock().toISOString()
  return planned.map(({ needless, ...rest }) => ({
    ...rest,
    id: `${rest.kind} ${rest.target}`,
    plannedAt,
    ...(needless === undefined ? { state: 'planned' as const } : { state: 'needless' as const, reason: needless }),
  }))
}

async function plan(ports: PlanActionPorts, finding: Finding, settings: ActionSettings): Promise<readonly Planned[]> {
  switch (settings.kind) {
    case 'notify-role':
      return [{ kind: settings.kind, target: `role/${settings.role}`, before: '-', after: settings.role, undo: 'never' }]
    case 'scale-hint':
      return [
        { kind: settings.kind, target: finding.observation.subject, before: '-', after: finding.observation.hint ?? '-', undo: 'never' },
      ]
    case 'halt-rollout':
      return planHalt(ports, finding, settings.undo)
    case 'lower-frame-rate':
      return planFrameRates(ports, finding, settings)
  }
}

async function planHalt({ rollouts }: PlanActionPorts, { site }: Finding, undo: Planned['undo']): Promise<readonly Planned[]> {
  const rollout = (await rollouts.active(site))?.value
  const target = rollout === undefined ? `site/${site}` : `rollout/${rollout.id}`
  const place = { kind: 'halt-rollout', target, before: rollout?.state ?? '-', after: 'halted', undo } as const
  const isMoving = rollout?.state === 'waiting' || rollout?.state === 'running' || rollout?.state === 'paused'
  return [isMoving ? place : { ...place, needless: rollout === undefined ? 'No rollout is under way.' : `It is ${rollout.state}.` }]
}

type FrameRateSettings = Extract<ActionSettings, { kind: 'lower-frame-rate' }>

async function planFrameRates(
  { fleet }: PlanActionPorts,
  { site, observation: { subject } }: Finding,
  { factor, leastPerSecond, undo }: FrameRateSettings,
): Promise<readonly Planned[]> {
  const device = /^device\/(.+)$/.exec(subject)?.[1]
  const [cameras, caps] = await Promise.all([fleet.cameras(site), fleet.caps(site)])
  return cameras
    .filter((camera) => camera.device === device && camera.settings.enabled)
    .map((camera) => {
      const { framesPerSecond } = camera.settings
      // Of what people set, not of what another notice has made of it: two notices do not lower it twice.
      const wanted = Math.max(leastPerSecond, Math.round(framesPerSecond * factor * 10) / 10)
      const now = capped(camera, caps).settings.framesPerSecond
      const place = { kind: 'lower-frame-rate', target: `camera/${camera.id}`, before: String(now), after: String(wanted), undo } as const
      return wanted < framesPerSecond ? place : { ...place, needless: `It is at its floor of ${leastPerSecond} a second.` }
    })
}
